use machineid_guard::{Denied, side_effect};

const PAY: &str = "payments";

#[side_effect(surface = PAY)]
fn refund() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
