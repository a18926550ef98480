use machineid_guard::{Denied, guarded_tool};

#[guarded_tool]
fn search() -> Result<u8, Denied> {
    Ok("seven")
}

fn main() {}
