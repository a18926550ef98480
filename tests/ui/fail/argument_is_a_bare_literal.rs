use machineid_guard::{Denied, guarded_tool};

#[guarded_tool("payments")]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
