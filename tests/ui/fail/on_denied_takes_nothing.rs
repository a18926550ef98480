use machineid_guard::guarded_tool;

#[guarded_tool(on_denied = || String::new())]
fn act() -> String {
    String::new()
}

fn main() {}
