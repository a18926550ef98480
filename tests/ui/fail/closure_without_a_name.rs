use machineid_guard::guarded;

fn main() {
    let search = guarded!(|query: String| Ok::<_, String>(query));
    drop(search);
}
