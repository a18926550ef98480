//! One call through a `ToolSet`, and what the model gets of it.

use one_authority::reads_as_refusal;
use rig_agent::tool::ToolSet;
use rig_core::tool::{ToolContext, ToolErrorKind, ToolResult};
use serde_json::Value;

pub(crate) async fn call(tools: &ToolSet, tool: &str, arguments: &Value) -> ToolResult {
    tools.execute(tool, arguments.to_string(), &mut ToolContext::new()).await
}

/// The model reads why, and rig knows that it was a refusal, by which code.
#[track_caller]
pub(crate) fn assert_refused(result: &ToolResult, tool: &str, code: &str) {
    let text = result.output().as_text().unwrap_or_default();
    assert!(reads_as_refusal(text, tool, code), "{tool}: {text:?}");
    let refusal = result.refusal().unwrap_or_else(|| panic!("{tool} was not refused: {:?}", result.error()));
    assert_eq!(refusal.kind(), ToolErrorKind::PermissionDenied, "{tool}");
    assert_eq!(refusal.code(), Some(code), "{tool}");
    assert_eq!(refusal.retryable(), Some(false), "{tool}");
}
