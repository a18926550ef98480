//! The attributes that take a function out of its block: to a model, or to a linker.

use syn::Attribute;

use crate::conditional;
use crate::tokens;

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

/// Attributes under which a private function has a symbol that other code can call.
const EXPORTS: &[&str] = &["export_name", "no_mangle"];

/// Whether a framework offers the function to a model, if only under some `cfg_attr`.
pub(super) fn is_tool(attributes: &[Attribute]) -> bool {
    is_any_of(TOOL_ATTRIBUTES, attributes)
}

/// Whether the function can be called by its symbol, whatever its visibility.
pub(super) fn is_exported(attributes: &[Attribute]) -> bool {
    is_any_of(EXPORTS, attributes)
}

fn is_any_of(names: &[&str], attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .flat_map(conditional::paths)
        .filter_map(|path| path.segments.last().map(|last| tokens::plain_name(&last.ident)))
        .any(|last| names.contains(&last.as_str()))
}
