use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(future)]
fn search() -> Box<dyn Future<Output = Result<u8, Denied>> + Unpin> {
    Box::new(std::future::ready(Ok(7)))
}

fn main() {}
