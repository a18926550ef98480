use machineid_guard::guarded;

fn search(query: String) -> Result<String, String> {
    Ok(query)
}

fn main() {
    let search = guarded!("search", search);
    let _ = search("tea".to_owned());
}
