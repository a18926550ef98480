use machineid_guard::{Denied, guarded_tools};

#[guarded_tools]
fn send() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
