use machineid_guard::{Denied, guarded_tool, guarded_tools};

pub struct Mailer;

#[guarded_tools]
impl Mailer {
    #[guarded_tool]
    #[unguarded(reason = "it only reads")]
    pub fn send() -> Result<(), Denied> {
        Ok(())
    }
}

fn main() {}
