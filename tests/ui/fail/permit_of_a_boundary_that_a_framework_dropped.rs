use machineid_guard::{Denied, Permit, surface};

surface!(pub Payments = "payments");

pub fn charge(permit: Permit<Payments>) -> Result<(), Denied> {
    permit.redeem()?;
    Ok(())
}

/// As frameworks do it that make a function of their own from the tokens of the user's.
macro_rules! framework_tool {
    ($(#[$attribute:meta])* fn $name:ident() -> $output:ty $body:block) => {
        fn $name() -> $output $body
    };
}

framework_tool! {
    #[side_effect(surface = Payments, permit = permit)]
    fn pay() -> Result<(), Denied> {
        charge(permit)
    }
}

fn main() {}
