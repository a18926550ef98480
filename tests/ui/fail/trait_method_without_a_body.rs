use machineid_guard::{Denied, guarded_tool};

trait Tool {
    #[guarded_tool]
    fn execute(&self) -> Result<(), Denied>;
}

fn main() {}
