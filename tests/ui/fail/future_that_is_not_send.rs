use std::pin::Pin;
use std::rc::Rc;

use machineid_guard::{Denied, guarded_tool};

#[guarded_tool]
fn search() -> Pin<Box<dyn Future<Output = Result<u8, Denied>> + Send>> {
    let number = Rc::new(7);
    Box::pin(async move { Ok(*number) })
}

fn main() {}
