use machineid_guard::{Denied, guarded_wrapper};

#[guarded_wrapper(Guarded, fns(exceute))]
pub trait Tool {
    fn execute(&self) -> Result<(), Denied>;
}

fn main() {}
