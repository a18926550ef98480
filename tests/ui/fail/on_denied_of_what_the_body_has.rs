use machineid_guard::guarded_tool;

struct Query(String);

#[guarded_tool(recheck = "1s", on_denied = |denied| format!("{}: {denied}", query.0))]
async fn search(query: Query) -> String {
    query.0
}

fn main() {}
