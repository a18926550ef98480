use machineid_guard::{Denied, side_effect};

#[side_effect(surfce = "payments")]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
