use machineid_guard::guarded_tools;

#[guarded_tools]
pub mod tools {
    use machineid_guard::Denied;

    pub struct Mailer;

    const _: () = {
        impl Mailer {
            pub fn send(&self) -> Result<(), Denied> {
                Ok(())
            }
        }
    };
}

fn main() {}
