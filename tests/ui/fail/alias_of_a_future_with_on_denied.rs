use machineid_guard::{Denied, guarded_tool};

type Reply = std::pin::Pin<Box<dyn Future<Output = Result<u8, Denied>> + Send>>;

#[guarded_tool(on_denied = |denied| Box::pin(async { Err(denied) }))]
fn search() -> Reply {
    Box::pin(async { Ok(7) })
}

fn main() {}
