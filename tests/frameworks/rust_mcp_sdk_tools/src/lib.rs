//! A library as a Model Context Protocol server: once as its authors wrote it, and once with attributes.

mod guarded;
mod plain;

pub use guarded::GuardedLibrary;
pub use plain::{Library, PlainCore};

use rust_mcp_sdk::schema::{CallToolResult, ContentBlock, ListToolsResult};
use serde_json::json;

fn told(text: String) -> CallToolResult {
    CallToolResult {
        content: vec![ContentBlock::text_content(text)],
        is_error: None,
        meta: None,
        structured_content: None,
    }
}

/// Tools of these names, which take nothing.
fn listed(names: &[&str]) -> serde_json::Result<ListToolsResult> {
    let tool = |name: &&str| json!({ "name": name, "inputSchema": { "type": "object" } });
    serde_json::from_value(json!({ "tools": names.iter().map(tool).collect::<Vec<_>>() }))
}
