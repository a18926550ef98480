use machineid_guard::{Denied, checkpoint};

async fn work() -> Result<(), Denied> {
    checkpoint!().await?;
    Ok(())
}

fn main() {}
