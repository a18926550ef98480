use machineid_guard::guarded_tools;

#[guarded_tools]
pub mod tools {
    use machineid_guard::Denied;

    pub trait Tool {
        fn name(&self) -> &str;
        fn execute(&self) -> Result<(), Denied>;
    }

    pub struct Mailer;

    impl Tool for Mailer {
        fn name(&self) -> &str {
            "mailer"
        }

        fn execute(&self) -> Result<(), Denied> {
            Ok(())
        }
    }
}

fn main() {}
