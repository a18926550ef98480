use cached::macros::cached;
use machineid_guard::guarded_tool;

#[guarded_tool]
#[cached]
fn search(query: String) -> Result<String, String> {
    Ok(query)
}

fn main() {}
