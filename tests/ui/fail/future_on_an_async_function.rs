use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(future)]
async fn act() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
