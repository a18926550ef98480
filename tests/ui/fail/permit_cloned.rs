use machineid_guard::{Denied, Permit, side_effect, surface};

surface!(pub Payments = "payments");

pub fn charge(permit: Permit<Payments>) -> Result<(), Denied> {
    permit.redeem()?;
    Ok(())
}

#[side_effect(surface = Payments, permit = permit)]
fn pay() -> Result<(), Denied> {
    charge(permit.clone())?;
    charge(permit)
}

fn main() {}
