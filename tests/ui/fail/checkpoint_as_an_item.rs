use machineid_guard::checkpoint;

checkpoint!("next_step");

fn main() {}
