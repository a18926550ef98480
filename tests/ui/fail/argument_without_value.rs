use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(device)]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
