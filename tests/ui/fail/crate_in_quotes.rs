use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(crate = "machineid_guard")]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
