use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(name = , surface = "email")]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
