use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(permit = "permit")]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
