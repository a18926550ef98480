use machineid_guard::guarded_tool;

#[guarded_tool]
fn search() -> Result<Vec<u8>, u8> {
    Ok(vec![])
}

fn main() {}
