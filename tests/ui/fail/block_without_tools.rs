use machineid_guard::guarded_tools;

pub struct Mailer;

#[guarded_tools]
impl Mailer {
    fn private() {}
}

fn main() {}
