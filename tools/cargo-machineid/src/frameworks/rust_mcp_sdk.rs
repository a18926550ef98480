//! rust-mcp-sdk: the attribute stands on a structure, and every call goes through one handler.

use super::conversions::{By, Conversion, Returns};
use super::structs::OnStruct;
use super::{Description, Framework};

pub(super) const DESCRIPTION: Description = Description {
    framework: Framework::RustMcpSdk,
    crates: &["rust_mcp_sdk", "rust_mcp_macros"],
    macros: &[],
    structs: &[OnStruct {
        name: "mcp_tool",
        derive: None,
        doors: &["handle_call_tool_request", "handle_task_augmented_tool_call", "handle_call_tool_request_mrtr"],
    }],
    traits: &[],
    conversions: &[
        Conversion {
            returns: Returns::Error("CallToolError"),
            by: &[By::Adapter, By::Closure("|denied| {error}::from_message(denied.agent_message())")],
            note: None,
        },
        Conversion { returns: Returns::Value("CallToolResult"), by: &[By::Adapter], note: None },
    ],
    own_errors: &[],
};
