//! An error of another crate that `denials!` has no line for.

use machineid_guard::guarded_tool;

pub struct ErrorData(pub String);
pub struct OtherError;

machineid_guard::denials! {
    ErrorData => |denied| ErrorData(denied.agent_message()),
}

#[guarded_tool]
fn search() -> Result<String, OtherError> {
    Ok(String::new())
}

fn main() {}
