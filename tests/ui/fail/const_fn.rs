use machineid_guard::{Denied, guarded_tool};

#[guarded_tool]
pub const fn limit() -> Result<u8, Denied> {
    Ok(7)
}

fn main() {}
