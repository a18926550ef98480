use machineid_guard::{Denied, guarded_tools};

pub struct Mailer;

trait Tool {
    fn execute(&self) -> Result<(), Denied>;
}

#[guarded_tools]
impl Tool for Mailer {
    fn execute(&self) -> Result<(), Denied> {
        Ok(())
    }
}

fn main() {}
