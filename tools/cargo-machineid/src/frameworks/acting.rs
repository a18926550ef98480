//! What the function of a tool that does its work is called.

/// Verbs for it, in the order in which they are sought.
const VERBS: [&str; 9] = ["call", "run", "execute", "invoke", "handle", "exec", "perform", "dispatch", "process"];

/// What may follow the verb: `call_tool`, `execute_with_context`, `call_rmcp_tool`.
const REST: [&str; 7] = ["tool", "json", "with", "raw", "async", "streaming", "structured"];

/// Whether a function of that name does a tool's work.
pub(super) fn is_acting(function: &str) -> bool {
    rank(function).is_some()
}

/// The lower, the more likely it is the one of several.
pub(super) fn rank(function: &str) -> Option<usize> {
    let (verb, rest) = function.split_once('_').unwrap_or((function, ""));
    let place = VERBS.iter().position(|it| *it == verb)?;
    match rest {
        "" => Some(place),
        rest if rest.split('_').any(|word| REST.contains(&word)) => Some(place + VERBS.len()),
        _ => None,
    }
}
