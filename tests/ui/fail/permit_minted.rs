use machineid_guard::{Denied, Permit, surface};

surface!(pub Payments = "payments");

pub fn charge(permit: Permit<Payments>) -> Result<(), Denied> {
    permit.redeem()?;
    Ok(())
}

fn main() {
    let _mint = Permit::<Payments>::mint;
}
