use machineid_guard::{Denied, guarded_tool, require_boundaries};

pub struct Mailer;

#[require_boundaries]
impl Mailer {
    #[cfg_attr(all(), guarded_tool)]
    pub fn send(&self) -> Result<(), Denied> {
        Ok(())
    }
}

fn main() {}
