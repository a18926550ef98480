use machineid_guard::{Denied, guarded_tool};

mod kit {
    pub use machineid_guard;
}

#[guarded_tool(crate = kit)]
async fn refund() -> Result<(), Denied> {
    Ok(())
}

fn main() {
    drop(kit::machineid_guard::Guard::from_env());
}
