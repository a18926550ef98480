use machineid_guard::guarded_tool;

#[guarded_tool]
async fn search() -> Option<String> {
    None
}

fn main() {}
