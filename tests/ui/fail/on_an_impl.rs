use machineid_guard::resume;

struct Search;

#[resume]
impl Search {}

fn main() {}
