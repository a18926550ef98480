use machineid_guard::guarded;

fn main() {
    let search = guarded!("search", |query: String| async move { query.parse::<u8>() });
    drop(search);
}
