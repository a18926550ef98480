//! The attribute of one tool, and where it stands.

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprMatch, FnArg, Item, Pat, Visibility};

use super::insertion::{Insertion, line_above};
use crate::frameworks::{Called, Marked, Tool};
use crate::source::{Awaited, Function, plain};

/// Macros that answer from what they remember.
const MEMOIZERS: [&str; 6] = ["cached", "io_cached", "once", "memoize", "memoise", "cache"];

/// Why no attribute can be written.
pub(super) fn obstacle(function: &Function<'_>) -> Option<String> {
    let attributes = function.attributes().all();
    let memoizer = attributes.iter().find_map(|it| {
        let last = it.path().segments.last()?.ident.to_string();
        MEMOIZERS.contains(&last.as_str()).then_some(last)
    });
    if let Some(memoizer) = memoizer {
        return Some(format!(
            "`#[{memoizer}]` answers from its cache without asking: guard a function that calls this one"
        ));
    }
    if function.signature.constness.is_some() {
        return Some("a `const fn` cannot ask: take `const` away, or guard a function that calls it".to_owned());
    }
    None
}

/// The attribute for the tools that one function acts for, if any, or why there is none.
pub(super) fn attribute(
    guard: &str,
    tools: &[Tool<'_>],
    function: &Function<'_>,
    surface: Option<&str>,
    awaited: Awaited,
    on_denied: Option<&str>,
) -> Result<String, String> {
    let mut arguments = Vec::new();
    arguments.extend(surface.map(|surface| format!("surface = {surface:?}")));
    arguments.extend(name(tools, function)?);
    if awaited == Awaited::ByAlias {
        arguments.push("future".to_owned());
    }
    arguments.extend(on_denied.map(|how| format!("on_denied = {how}")));
    let kind = if surface.is_some() { "side_effect" } else { "guarded_tool" };
    Ok(match arguments.as_slice() {
        [] => format!("#[{guard}::{kind}]"),
        arguments => format!("#[{guard}::{kind}({})]", arguments.join(", ")),
    })
}

fn name(tools: &[Tool<'_>], function: &Function<'_>) -> Result<Option<String>, String> {
    match tools {
        [] => Ok(None),
        [tool] if tool.marked != Marked::Choice => Ok(tool.name_argument()),
        [tool] if !is_chooser(tool, function) => Ok(tool.name_argument()),
        tools if tools.iter().all(|tool| is_chooser(tool, function)) => {
            chosen_by(function).map(|name| Some(format!("name = {name}"))).ok_or_else(|| {
                "it chooses among tools by a name that is none of its arguments: `name = …` is yours".to_owned()
            })
        }
        // Several names of one function: the first is its boundary's.
        tools => Ok(tools.first().and_then(Tool::name_argument)),
    }
}

/// Whether the function is the one that chooses by name, and no callee of it.
fn is_chooser(tool: &Tool<'_>, function: &Function<'_>) -> bool {
    tool.through.iter().any(|chooser| std::ptr::eq(*chooser, function))
}

/// The argument of the function that it matches on.
fn chosen_by(function: &Function<'_>) -> Option<String> {
    let arguments: Vec<String> = function
        .signature
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(typed) => match &*typed.pat {
                Pat::Ident(name) => Some(plain(&name.ident)),
                _ => None,
            },
            FnArg::Receiver(_) => None,
        })
        .collect();
    let mut found = Chosen { arguments: &arguments, by: None };
    found.visit_block(function.body?);
    found.by
}

struct Chosen<'a> {
    arguments: &'a [String],
    by: Option<String>,
}

impl<'v> Visit<'v> for Chosen<'_> {
    fn visit_item(&mut self, _: &'v Item) {}

    fn visit_expr_match(&mut self, found: &'v ExprMatch) {
        let mut of = &*found.expr;
        while let Expr::MethodCall(call) = of
            && call.args.is_empty()
        {
            of = &call.receiver;
        }
        if let Expr::Path(path) = of
            && let Some(name) = path.path.get_ident().map(plain)
            && self.by.is_none()
            && self.arguments.contains(&name)
        {
            self.by = Some(name);
        }
        visit::visit_expr_match(self, found);
    }
}

/// On top of its attributes, and below its documentation.
pub(super) fn insertion(function: &Function<'_>, attribute: &str) -> Insertion {
    let file = &function.module.file.file;
    let first = function.attributes.iter().find(|it| !it.path().is_ident("doc")).map(|it| it.pound_token.span());
    let visible = match function.visibility {
        Some(Visibility::Public(token)) => Some(token.span()),
        Some(Visibility::Restricted(restricted)) => Some(restricted.pub_token.span()),
        Some(Visibility::Inherited) | None => None,
    };
    let span = first.or(visible).unwrap_or_else(|| function.signature.span());
    line_above(file, file.bytes(span).start, attribute)
}

/// The name that a boundary has in the inventory, where the compiler knows it.
pub(super) fn known_name<'t>(tool: &'t Tool<'_>) -> Option<&'t str> {
    match &tool.name {
        Called::Text(name) => Some(name),
        Called::AtRun(_) => None,
    }
}
