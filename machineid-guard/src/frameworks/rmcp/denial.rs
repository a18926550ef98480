//! A denial in the words of `super::rmcp`, whichever release that is.

use super::Block;
use super::rmcp::ErrorData;
use super::rmcp::model::{CallToolResult, ErrorCode};

use crate::denied::{Denied, FromDenied};
use crate::frameworks::mcp;

/// The JSON-RPC code of a denial that had to become a protocol error, from the range that is free for servers.
pub const DENIED: ErrorCode = ErrorCode(mcp::DENIED);

/// A result that the model reads: not a success, and not to be tried again.
///
/// The text is [`Denied::agent_message`]; the code, the request id and the rest stand in `_meta`. Not in
/// the structured content, which clients hold against the tool's output schema.
impl FromDenied for CallToolResult {
    fn from_denied(denied: Denied) -> Self {
        refusal(denied.into())
    }
}

/// A protocol error of code [`DENIED`], for `Result<_, ErrorData>`. The model does not read these: see
/// [`in_band`] and [`GatedServer`](super::GatedServer).
impl From<Denied> for ErrorData {
    fn from(denied: Denied) -> Self {
        Self::new(DENIED, denied.agent_message(), serde_json::to_value(&denied).ok())
    }
}

/// A denial as a result that the model reads, for tools that return `Result<CallToolResult, ErrorData>`: a line of
/// [`denials!`](crate::denials) says so once for all of them.
///
/// # Errors
/// Never: the denial is inside of the result.
pub fn in_band<E>(denied: Denied) -> Result<CallToolResult, E> {
    Ok(CallToolResult::from_denied(denied))
}

/// The result that says what the protocol error of a denial says.
pub(super) fn refusal(denied: ErrorData) -> CallToolResult {
    let mut result = CallToolResult::error(vec![Block::text(denied.message)]);
    let mut meta = super::Meta::new();
    meta.0.insert(mcp::DENIED_META.to_owned(), denied.data.unwrap_or_default());
    result.meta = Some(meta);
    result
}
