use machineid_guard::{Denied, guarded_tool};

#[guarded_tool]
fn refund(order: u64) -> Result<(), Denied> {
    let total = order +;
    drop(total);
    Ok(())
}

fn main() {}
