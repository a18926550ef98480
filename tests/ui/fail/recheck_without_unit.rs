use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(recheck = "500")]
async fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
