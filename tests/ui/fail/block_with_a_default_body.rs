use machineid_guard::{guarded_tool, guarded_tools};

#[guarded_tools]
pub mod tools {
    use machineid_guard::Denied;

    pub trait Tool {
        fn execute(&self) -> Result<(), Denied> {
            Ok(())
        }
    }
}

#[guarded_tool]
fn search() -> Result<(), machineid_guard::Denied> {
    Ok(())
}

fn main() {
    let _ = search();
}
