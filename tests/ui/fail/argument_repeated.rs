use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(name = "act", name = "acts")]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
