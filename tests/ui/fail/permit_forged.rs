use machineid_guard::{Denied, Permit, surface};

surface!(pub Payments = "payments");

pub fn charge(permit: Permit<Payments>) -> Result<(), Denied> {
    permit.redeem()?;
    Ok(())
}

fn pay(genuine: Permit<Payments>) -> Result<(), Denied> {
    charge(Permit { proof: genuine.proof, surface: std::marker::PhantomData })
}

fn main() {}
