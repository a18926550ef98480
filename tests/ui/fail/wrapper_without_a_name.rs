use machineid_guard::{Denied, guarded_wrapper};

#[guarded_wrapper(fns(execute))]
trait Tool {
    fn execute(&self) -> Result<(), Denied>;
}

fn main() {}
