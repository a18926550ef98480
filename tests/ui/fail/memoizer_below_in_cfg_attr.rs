use cached::macros::once;
use machineid_guard::guarded_tool;

#[guarded_tool]
#[cfg_attr(all(), once)]
fn search() -> Result<u8, String> {
    Ok(7)
}

fn main() {}
