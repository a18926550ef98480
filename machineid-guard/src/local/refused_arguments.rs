//! How serde, JSON-schema validators and JSON-RPC say that a call's arguments do not fit.

const SAID: [&str; 14] = [
    "missing field",
    "unknown field",
    "duplicate field",
    "unknown variant",
    "did not match any variant",
    "invalid type",
    "invalid value",
    "invalid length",
    "invalid param",
    "invalid argument",
    "failed to deserialize",
    "missing required",
    "required property",
    "-32602",
];

/// A guess from a text. Only the report's wording hangs on it: a tool that was not asked for is never proven.
pub(super) fn says_that_arguments_were_refused(answer: &str) -> bool {
    let answer = answer.to_lowercase();
    SAID.iter().any(|said| answer.contains(said))
}
