//! A handler that is written by hand, where nothing shows which tools it has.

use syn::{FnArg, Pat};

use super::{Called, Framework, Marked, Scene, Tool};
use crate::source::{Function, Owner, plain};

/// Traits of servers, with the function that every call of a tool goes through.
const HANDLERS: [(&str, &str, Framework); 4] = [
    ("ServerHandler", "call_tool", Framework::Rmcp),
    ("ServerHandler", "handle_call_tool_request", Framework::RustMcpSdk),
    ("McpHandler", "call_tool", Framework::TurboMcp),
    ("WithTools", "call_tool", Framework::TurboMcp),
];

pub(super) fn tools<'a>(scene: Scene<'a>, tools: &mut Vec<Tool<'a>>) {
    // Where its tools are seen, the handler is in front of them, and not one more.
    if !tools.is_empty() {
        return;
    }
    for function in &scene.items.functions {
        let Owner::Implementation(block) = function.owner else { continue };
        let Some(of) = block.trait_.as_ref().and_then(|(of, _)| of.segments.last()) else { continue };
        let (of, name) = (plain(&of.ident), function.name());
        let known = HANDLERS.iter().find(|(handler, acting, _)| *handler == of && *acting == name);
        if let Some((_, _, framework)) = known {
            tools.push(Tool {
                name: Called::AtRun(format!("{}.name", request(function))),
                framework: *framework,
                acts: Some(function),
                through: Vec::new(),
                place: function.module,
                span: function.ident().span(),
                marked: Marked::Trait,
                hint: None,
                condition: function.condition,
            });
        }
    }
}

/// What the function calls the request.
fn request(function: &Function<'_>) -> String {
    let typed = function.signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    let first = typed.into_iter().next().and_then(|typed| match &*typed.pat {
        Pat::Ident(name) => Some(plain(&name.ident)),
        _ => None,
    });
    first.unwrap_or_else(|| "request".to_owned())
}
