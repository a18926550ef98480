use machineid_guard::guarded_tools;

#[guarded_tools]
pub mod tools {
    use async_trait::async_trait as require_boundaries;
    use machineid_guard::Denied;

    pub trait Tool {
        fn execute(&self) -> Result<(), Denied>;
    }

    pub struct Mailer;

    #[require_boundaries]
    impl Tool for Mailer {
        fn execute(&self) -> Result<(), Denied> {
            Ok(())
        }
    }
}

fn main() {}
