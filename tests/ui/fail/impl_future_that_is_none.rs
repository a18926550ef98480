use machineid_guard::{Denied, guarded_tool};

#[guarded_tool]
fn search(query: String) -> impl Future<Output = Result<String, Denied>> {
    Ok(query)
}

fn main() {}
