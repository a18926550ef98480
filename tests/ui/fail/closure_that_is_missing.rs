use machineid_guard::guarded;

fn main() {
    let _search = guarded!("search", surface = "web");
}
