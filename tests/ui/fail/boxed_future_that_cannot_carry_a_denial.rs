use std::pin::Pin;

use machineid_guard::guarded_tool;

#[guarded_tool]
fn search() -> Pin<Box<dyn Future<Output = Option<u8>> + Send>> {
    Box::pin(async { None })
}

fn main() {}
