use machineid_guard::{Denied, side_effect};

#[side_effect(surface = "payments", device = "a:b:c:d", permit = permit, crate = ::kit::guard)]
fn refund() -> Result<(), Denied> {
    permit.redeem()?;
    Ok(())
}

fn main() {}
