use machineid_guard::guarded;

fn main() {
    let search = guarded!("search", |_: ()| async { Ok::<_, String>("tea") });
    drop(search);
}
