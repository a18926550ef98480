//! The attributes by which agent frameworks mark a function as a tool.

use syn::Attribute;

/// By their last segment, since frameworks are used under many paths: `tool` (rmcp, swiftide,
/// turbomcp, adk), `rig_tool` (rig), `llm_tool` (llm-tool), `mcp_tool` (pmcp, rust-mcp-sdk), and the
/// names that their kin use.
const TOOL_ATTRIBUTES: &[&str] = &[
    "agent_tool",
    "ai_function",
    "ai_tool",
    "function_tool",
    "llm_tool",
    "mcp_tool",
    "rig_tool",
    "tool",
    "tool_fn",
    "tool_function",
];

/// Whether a framework offers the function to a model.
pub(super) fn is_tool(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().segments.last().is_some_and(|last| TOOL_ATTRIBUTES.iter().any(|name| last.ident == name))
    })
}
