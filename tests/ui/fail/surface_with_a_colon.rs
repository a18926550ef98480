use machineid_guard::{Denied, side_effect};

#[side_effect(surface = "pay:ments")]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
