#![deny(unused_must_use)]

use machineid_guard::{Denied, Guard, surface};

surface!(pub Payments = "payments");

async fn pay(guard: Guard) -> Result<(), Denied> {
    guard.permit::<Payments>().await?;
    Ok(())
}

fn main() {}
