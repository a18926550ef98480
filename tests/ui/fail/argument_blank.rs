use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(name = " ")]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
