use machineid_guard::{Denied, side_effect};

#[side_effect("payments")]
fn refund() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
