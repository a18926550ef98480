use machineid_guard::guarded;

async fn search(query: String) -> Result<String, String> {
    Ok(query)
}

fn main() {
    let search = guarded!("search", |query: String| Box::pin(search(query)));
    drop(search);
}
