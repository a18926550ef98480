use machineid_guard::{Denied, checkpoint_blocking};

fn work() -> Result<(), Denied> {
    checkpoint_blocking!("next_step", nam = 1)?;
    Ok(())
}

fn main() {}
