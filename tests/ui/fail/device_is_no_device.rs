use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(device = vec![1_u8])]
fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
