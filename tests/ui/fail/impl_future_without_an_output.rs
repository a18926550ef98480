use machineid_guard::guarded_tool;

#[guarded_tool]
fn search() -> impl Future {
    async { 7_u8 }
}

fn main() {}
