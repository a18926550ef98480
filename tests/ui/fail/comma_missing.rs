use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(name = "act" surface = "email")]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
