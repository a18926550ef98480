use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(guard = "guard")]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
