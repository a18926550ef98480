use machineid_guard::{Denied, require_boundaries};

pub struct Mailer;

#[require_boundaries]
impl Mailer {
    pub fn send() -> Result<(), Denied> {
        Ok(())
    }
}

fn main() {}
