use machineid_guard::{Denied, guarded_tool};

#[guarded_tool]
async fn search() -> Result<u8, Denied> {
    let found: u8 = "seven";
    Ok(found)
}

fn main() {}
