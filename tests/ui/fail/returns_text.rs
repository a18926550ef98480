use machineid_guard::guarded_tool;

#[guarded_tool]
fn describe() -> String {
    String::new()
}

fn main() {}
