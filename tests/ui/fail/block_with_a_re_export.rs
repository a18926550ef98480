use machineid_guard::{Denied, guarded_tools};

pub fn send() -> Result<(), Denied> {
    Ok(())
}

#[guarded_tools]
pub mod tools {
    pub use super::send;
}

fn main() {}
