use machineid_guard::guarded;

async fn search(query: String) -> Result<String, String> {
    Ok(query)
}

fn main() {
    let search = guarded!("search", |query: String| search(query));
    drop(search);
}
