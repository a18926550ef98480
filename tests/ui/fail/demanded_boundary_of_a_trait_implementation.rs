use machineid_guard::{Denied, require_boundaries};

pub struct Mailer;

trait Tool {
    fn execute(&self) -> Result<(), Denied>;
}

#[require_boundaries(fns(execute))]
impl Tool for Mailer {
    fn execute(&self) -> Result<(), Denied> {
        Ok(())
    }
}

fn main() {}
