//! A line of `denials!` that makes something else than its error.

pub struct ErrorData(pub String);

machineid_guard::denials! {
    ErrorData => |denied| denied.agent_message(),
}

fn main() {}
