use machineid_guard::{Denied, guarded_tools};

pub struct Mailer;

#[guarded_tools(name = "mailer")]
impl Mailer {
    pub fn send() -> Result<(), Denied> {
        Ok(())
    }
}

fn main() {}
