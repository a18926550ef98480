use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(guard = String::new())]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
