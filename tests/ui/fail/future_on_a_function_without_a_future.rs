use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(future)]
fn search() -> Result<u8, Denied> {
    Ok(7)
}

fn main() {}
