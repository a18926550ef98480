use std::pin::Pin;

use machineid_guard::guarded_tool;

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

#[guarded_tool]
fn search() -> BoxFuture<'static, Option<u8>> {
    Box::pin(async { None })
}

fn main() {}
