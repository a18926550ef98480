#![deny(unused_must_use)]

use machineid_guard::{Denied, checkpoint};

async fn work() -> Result<(), Denied> {
    checkpoint!("next_step");
    Ok(())
}

fn main() {}
