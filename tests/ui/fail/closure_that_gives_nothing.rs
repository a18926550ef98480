use machineid_guard::guarded;

fn main() {
    let notify = guarded!("notify", |text: String| println!("{text}"));
    notify("tea".to_owned());
}
