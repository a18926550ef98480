use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(surface = 5)]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
