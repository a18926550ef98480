use machineid_guard::guarded;

fn main() {
    let search = guarded!("search", |query: String| async move { Ok(query) });
    drop(search);
}
