use machineid_guard::{Denied, guarded_tool};

#[guarded_tool]
#[guarded_tool(name = "search")]
fn search() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
