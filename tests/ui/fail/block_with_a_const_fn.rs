use machineid_guard::{Denied, guarded_tools};

pub struct Mailer;

#[guarded_tools]
impl Mailer {
    pub const fn limit() -> u8 {
        7
    }

    pub fn send() -> Result<(), Denied> {
        Ok(())
    }
}

fn main() {}
