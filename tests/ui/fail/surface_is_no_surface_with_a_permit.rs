use machineid_guard::{Denied, side_effect};

struct Payments;

#[side_effect(surface = Payments, permit = permit)]
async fn refund() -> Result<(), Denied> {
    permit.redeem()?;
    Ok(())
}

fn main() {}
