use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(recheck = "0.5s")]
async fn refund() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
