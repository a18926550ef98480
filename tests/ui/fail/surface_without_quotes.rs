use machineid_guard::{Denied, side_effect};

#[side_effect(surface = payments)]
fn refund() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
