use machineid_guard::guarded_tool;

#[guarded_tool]
pub struct Search;

fn main() {}
