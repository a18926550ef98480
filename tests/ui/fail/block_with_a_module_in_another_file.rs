use machineid_guard::guarded_tools;

#[guarded_tools]
mod tools {
    use machineid_guard::Denied;

    mod email;

    pub fn refund() -> Result<(), Denied> {
        Ok(())
    }
}

fn main() {}
