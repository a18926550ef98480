use machineid_guard::guarded;

fn main() {
    let search = guarded!("search", recheck = "1s", |query: String| Ok::<_, String>(query));
    let _ = search("tea".to_owned());
}
