use machineid_guard::{Denied, guarded_tools};

mod kit {}

pub struct Desk;

#[guarded_tools(crate = kit, recheck = "1s")]
impl Desk {
    pub async fn refund(&self) -> Result<(), Denied> {
        Ok(())
    }
    pub async fn search(&self) -> Result<(), Denied> {
        Ok(())
    }
}

fn main() {}
