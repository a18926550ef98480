//! What a user is told about a block.

use proc_macro2::{Ident, Span, TokenTree};
use quote::ToTokens as _;
use syn::{Error, Path};

use super::parts::{Block, BlockAttribute, BlockKind};
use crate::attribute::BoundaryAttribute;
use crate::conditional;
use crate::item::Function;

pub(super) fn nothing_to_do(attribute: BlockAttribute, block: &Block) -> Error {
    let name = attribute.name();
    let message = if block.members.is_empty() {
        format!("`#[{name}]` stands on an empty block, so it guards nothing: remove it, or write the tools here")
    } else {
        format!(
            "`#[{name}]` guards nothing here: no function is `pub`, and none has a framework's tool attribute: \
             make the tools `pub`, or put `#[guarded_tool]` on them"
        )
    };
    Error::new(Span::call_site(), message)
}

pub(super) fn missing(function: &Function) -> Error {
    let name = &function.signature.ident;
    let is_conditional = function
        .attributes
        .iter()
        .flat_map(conditional::paths)
        .any(|path| BoundaryAttribute::of_path(&path, None).is_some());
    let edit = if is_conditional {
        "take its boundary out of the `cfg_attr`, where it holds only under a condition"
    } else {
        "put `#[guarded_tool]`, `#[side_effect(surface = …)]` or `#[resume]` on it"
    };
    Error::new_spanned(
        name,
        format!(
            "`{name}` has no boundary: {edit}\n\
             note: a function that may run unasked says so: `#[unguarded(reason = \"…\")]`"
        ),
    )
}

/// A boundary here would mostly be a mistake, and the type that is made could seldom carry a denial.
pub(super) fn constructor(function: &Function) -> Error {
    let name = &function.signature.ident;
    Error::new_spanned(
        name,
        format!(
            "`{name}` looks like a constructor, which nobody is asked for: say so, `#[unguarded(reason = \"constructs\")]`\n\
             note: if it acts, it is a tool: put `#[guarded_tool]` on it, and return a `Result` whose error is \
             `From<machineid_guard::Denied>`"
        ),
    )
}

/// A trait in a guarded module of which nobody says which functions act.
pub(super) fn unnamed(attribute: BlockAttribute, kind: &BlockKind, path: &Path, functions: &[&Ident]) -> Error {
    let word = if matches!(kind, BlockKind::Definition(_)) { "trait" } else { "impl" };
    let functions = functions.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let name = attribute.name();
    Error::new_spanned(
        path,
        format!(
            "{functions} would run unasked: name the functions of this `{word}` that act, \
             `#[{name}(fns(…))]` on the `{word}`, or say why none does, `#[unguarded(reason = \"…\")]`"
        ),
    )
}

pub(super) fn hidden_functions(attribute: BlockAttribute, path: &Path) -> Error {
    let (name, attribute) = (path.to_token_stream().to_string().replace(' ', ""), attribute.name());
    Error::new_spanned(
        path,
        format!(
            "the functions that `{name}!` makes are not visible to `#[{attribute}]`, and would run unasked: \
             move the macro out of this block and guard what it makes\n\
             note: where it makes no tools, say so: `#[unguarded(reason = \"…\")]`"
        ),
    )
}

pub(super) fn not_a_block(attribute: BlockAttribute, keyword: &TokenTree) -> Error {
    let name = attribute.name();
    let edit = match keyword.to_string().as_str() {
        "fn" => "for one function use `#[guarded_tool]`".to_owned(),
        "mod" => {
            "this module is in another file, which an attribute cannot see: put it on the `impl` blocks there, or \
                  `#[guarded_tool]` on the functions"
                .to_owned()
        }
        word @ ("struct" | "enum" | "union") => format!("put it on the `impl` block of this `{word}`"),
        _ => "put it on the block that holds the tools".to_owned(),
    };
    Error::new_spanned(keyword, format!("`#[{name}]` is for an `impl` block, a trait or an inline module: {edit}"))
}
