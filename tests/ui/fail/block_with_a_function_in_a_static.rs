use machineid_guard::guarded_tools;

#[guarded_tools]
pub mod tools {
    use machineid_guard::Denied;

    pub static SEND: fn() -> Result<(), Denied> = || Ok(());
}

fn main() {}
