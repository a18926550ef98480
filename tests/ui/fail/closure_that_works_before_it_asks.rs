use machineid_guard::guarded;

fn main() {
    let write = guarded!("write", |text: String| {
        let written = std::fs::write("note", &text);
        async move { written.map_err(|error| error.to_string()) }
    });
    drop(write);
}
