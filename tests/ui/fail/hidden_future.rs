use machineid_guard::{Denied, guarded_tool};

trait Reply: Future<Output = Result<u8, Denied>> {}
impl<F: Future<Output = Result<u8, Denied>>> Reply for F {}

#[guarded_tool]
fn search() -> impl Reply {
    async { Ok(7) }
}

fn main() {}
