use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(name: "refund", surface = "payments")]
fn refund() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
