use machineid_guard::{Denied, guarded_tool};

struct Desk {
    name: String,
}

impl Desk {
    #[guarded_tool(name = self.)]
    fn refund(&self) -> Result<(), Denied> {
        drop(self.name.clone());
        Ok(())
    }
}

fn main() {}
