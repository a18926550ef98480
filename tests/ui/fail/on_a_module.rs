use machineid_guard::side_effect;

#[side_effect(surface = "email")]
mod mailer {}

fn main() {}
