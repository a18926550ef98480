use machineid_guard::unguarded;

#[unguarded(reason = "it only reads")]
fn read() {}

fn main() {}
