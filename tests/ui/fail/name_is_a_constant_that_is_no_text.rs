use std::sync::LazyLock;

use machineid_guard::{Denied, guarded_tool};

static MADE: LazyLock<String> = LazyLock::new(|| "made".to_owned());

#[guarded_tool(name = MADE)]
fn made_when_used() -> Result<(), Denied> {
    Ok(())
}

fn main() {}
