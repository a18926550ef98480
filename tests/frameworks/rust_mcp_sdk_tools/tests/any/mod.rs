//! Written for whichever release of the SDK `crate::rust_mcp_sdk` is, and its adapter: a library as a Model Context
//! Protocol server, once as its authors wrote it, and once with attributes. It stands behind the transport that the SDK's
//! HTTP server uses, and is spoken to in the bytes of the protocol.

mod attributes;
mod conversation;
mod gated_handler;
mod guarded;
mod plain;

use guarded::GuardedLibrary;
use plain::{Library, PlainCore};

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

type TestResult = Result<(), Box<dyn std::error::Error>>;
