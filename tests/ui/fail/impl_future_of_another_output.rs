use machineid_guard::{Denied, guarded_tool};

#[guarded_tool]
fn search(query: String) -> impl Future<Output = Result<String, Denied>> {
    async move { Ok(query.len()) }
}

fn main() {}
