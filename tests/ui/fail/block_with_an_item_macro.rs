use machineid_guard::{Denied, guarded_tools};

pub struct Mailer;

macro_rules! more_tools {
    () => {};
}

#[guarded_tools]
impl Mailer {
    more_tools!();

    pub fn send() -> Result<(), Denied> {
        Ok(())
    }
}

fn main() {}
