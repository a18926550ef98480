use std::future::{Ready, ready};

use machineid_guard::{Denied, guarded_tool};

trait Reply: Future<Output = Result<u8, Denied>> {}
impl Reply for Ready<Result<u8, Denied>> {}

#[guarded_tool(on_denied = |denied| ready(Err(denied)))]
fn search() -> impl Reply + Send {
    ready(Ok(7))
}

fn main() {}
