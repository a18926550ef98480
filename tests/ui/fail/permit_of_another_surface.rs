use machineid_guard::{Denied, Permit, side_effect, surface};

surface!(pub Payments = "payments");

pub fn charge(permit: Permit<Payments>) -> Result<(), Denied> {
    permit.redeem()?;
    Ok(())
}

surface!(pub Email = "email");

#[side_effect(surface = Email, permit = permit)]
fn pay() -> Result<(), Denied> {
    charge(permit)
}

fn main() {}
