use machineid_guard::guarded_tool;

#[guarded_tool]
fn delete() {
    println!("deleting");
}

fn main() {}
