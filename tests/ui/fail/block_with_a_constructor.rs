use machineid_guard::{Denied, guarded_tools};

pub struct Mailer;

#[guarded_tools]
impl Mailer {
    pub fn new() -> Self {
        Self
    }

    pub fn send() -> Result<(), Denied> {
        Ok(())
    }
}

fn main() {}
