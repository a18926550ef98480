#![deny(unused_variables)]

use machineid_guard::{Denied, guarded_tool};

#[guarded_tool(permit = permit)]
fn search() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
