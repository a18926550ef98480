use machineid_guard::{Denied, guarded_tool};

const TWO_LINES: &str = "refund\nrefund";

#[guarded_tool(name = TWO_LINES)]
fn two_lines() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
