use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(name = 1 + 2)]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
