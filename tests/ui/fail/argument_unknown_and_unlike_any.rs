use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(retries = 3)]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
