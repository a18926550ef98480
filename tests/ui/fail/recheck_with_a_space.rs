use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(recheck = "500 ms")]
async fn refund() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
