#![deny(unused_must_use)]

use machineid_guard::{Denied, checkpoint_blocking};

fn work() -> Result<(), Denied> {
    checkpoint_blocking!("next_step");
    Ok(())
}

fn main() {}
