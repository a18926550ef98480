use machineid_guard::{Denied, guarded_tool};

const BLANK: &str = " ";

#[guarded_tool(name = BLANK)]
fn blank() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
