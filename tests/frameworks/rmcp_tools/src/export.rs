//! Writing things out for other programs.

use rmcp::model::{CallToolResult, ContentBlock};
use serde::Serialize;

use crate::error::DeskError;

/// One block of text per thing, and a heading.
pub(crate) fn export<T: Serialize>(
    heading: &str,
    things: impl IntoIterator<Item = T>,
) -> Result<CallToolResult, DeskError> {
    let mut blocks = vec![ContentBlock::text(heading)];
    for thing in things {
        blocks.push(ContentBlock::text(serde_json::to_string(&thing)?));
    }
    Ok(CallToolResult::success(blocks))
}
