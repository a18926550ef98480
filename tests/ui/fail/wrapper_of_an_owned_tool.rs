use machineid_guard::{Denied, guarded_wrapper};

#[guarded_wrapper(Guarded, fns(execute))]
pub trait Tool {
    fn execute(self) -> Result<(), Denied>;
}

fn main() {}
