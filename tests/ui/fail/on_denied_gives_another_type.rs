use machineid_guard::guarded_tool;

#[guarded_tool(on_denied = |_| 5)]
fn act() -> String {
    String::new()
}

fn main() {}
