use machineid_guard::{Denied, guarded_tool};

struct Payments;

#[guarded_tool(surface = Payments)]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
