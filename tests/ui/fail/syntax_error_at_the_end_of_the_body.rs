use machineid_guard::{Denied, guarded_tool};

#[guarded_tool]
fn refund(outcome: Result<(), Denied>) -> Result<(), Denied> {
    outcome.
}

fn main() {}
