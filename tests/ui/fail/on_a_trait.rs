use machineid_guard::guarded_tool;

#[guarded_tool]
trait Tool {}

fn main() {}
