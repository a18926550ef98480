use machineid_guard::{Denied, Permit, side_effect, surface};

surface!(pub Payments = "payments");

pub fn charge(permit: Permit<Payments>) -> Result<(), Denied> {
    permit.redeem()?;
    Ok(())
}

#[side_effect(surface = Payments, permit = permit)]
async fn pay() -> Result<(), Denied> {
    charge(permit)?;
    charge(permit)
}

fn main() {}
