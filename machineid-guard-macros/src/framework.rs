//! The attributes that take a function out of its block: to a model, or to a linker.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Lit, LitStr, Meta};

use crate::arguments::boundary_name;
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
    "tool_macro",
];

/// Attributes under which a private function has a symbol that other code can call.
const EXPORTS: &[&str] = &["export_name", "no_mangle"];

/// Whether a framework offers the function to a model, if only under some `cfg_attr`.
pub(crate) fn is_tool(attributes: &[Attribute]) -> bool {
    is_any_of(TOOL_ATTRIBUTES, attributes)
}

/// Whether the function can be called by its symbol, whatever its visibility.
pub(crate) fn is_exported(attributes: &[Attribute]) -> bool {
    is_any_of(EXPORTS, attributes)
}

/// What a framework's attribute says that the tool is called: `#[tool(name = "stock-report")]`.
///
/// One behind `cfg_attr` may not be there, and so names nothing.
pub(crate) fn name(attributes: &[Attribute]) -> Option<LitStr> {
    attributes.iter().filter(|attribute| is_any_of(TOOL_ATTRIBUTES, std::slice::from_ref(attribute))).find_map(
        |attribute| match &attribute.meta {
            Meta::List(list) if !list.path.is_ident("cfg_attr") => named(list.tokens.clone()),
            _ => None,
        },
    )
}

/// The literal after `name =`, outside of further parentheses.
fn named(tokens: TokenStream) -> Option<LitStr> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.windows(3).find_map(|window| match window {
        [word, equals, TokenTree::Literal(text)] if tokens::is_word(word, "name") && tokens::is_punct(equals, '=') => {
            match Lit::new(text.clone()) {
                // What a boundary may not be called is left to the function's own name.
                Lit::Str(text) => boundary_name(&text).is_ok().then_some(text),
                _ => None,
            }
        }
        _ => None,
    })
}

fn is_any_of(names: &[&str], attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .flat_map(conditional::paths)
        .filter_map(|path| path.segments.last().map(|last| tokens::plain_name(&last.ident)))
        .any(|last| names.contains(&last.as_str()))
}
