//! What is said once for a crate, at its root: the lines of `denials!`, and for its tests.

use std::collections::BTreeSet;

use proc_macro2::TokenTree;
use syn::spanned::Spanned as _;
use syn::{Item, MacroDelimiter};

use super::insertion::{Insertion, line_end, lines};
use crate::frameworks::{Line, Scene};
use crate::source::{Condition, File, Function, Module};

/// What fits into a line of 120 characters, with what is around it.
const LONG: usize = 105;

/// The file that a crate begins with.
pub(super) fn file(modules: &[Module]) -> Option<&File> {
    modules.iter().find(|module| module.path.is_empty()).map(|module| &module.file)
}

/// The lines that are missing: in the crate's `denials!`, or in a new one.
pub(super) fn denials(root: &File, guard: &str, missing: &BTreeSet<Line>) -> Option<Insertion> {
    if missing.is_empty() {
        return None;
    }
    let written: Vec<String> = missing.iter().map(line).collect();
    match existing(root) {
        Some(call) => {
            let close = root.bytes(close(&call.delimiter)).start;
            let needs_comma = !is_comma(call.tokens.clone().into_iter().last().as_ref());
            let end = line_end(&root.text);
            // Behind what is there, and in front of the space before the brace.
            let inner = root.text.get(..close)?.trim_end();
            let comma = if needs_comma { "," } else { "" };
            let written = lines(&written.join("\n"), &root.text, "");
            Some(Insertion { at: inner.len(), text: format!("{comma}{end}{written}") })
        }
        None => {
            let text = format!("{guard}::denials! {{\n{}\n}}", written.join("\n"));
            Some(behind_the_uses(root, &text))
        }
    }
}

/// One line, or two where it is long.
fn line(Line { of, how }: &Line) -> String {
    let between = if of.len() + how.len() > LONG { "\n        " } else { " " };
    format!("    {of} =>{between}{how},")
}

/// Whether the crate's `denials!` has a line about a type of that name.
pub(super) fn has_line(root: &File, name: &str) -> bool {
    existing(root).is_some_and(|call| names(&call.tokens, name))
}

fn names(tokens: &proc_macro2::TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == name,
        TokenTree::Group(group) => names(&group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn existing(root: &File) -> Option<&syn::Macro> {
    root.items.items.iter().find_map(|item| match item {
        Item::Macro(call) if call.mac.path.segments.last().is_some_and(|last| last.ident == "denials") => {
            Some(&call.mac)
        }
        _ => None,
    })
}

fn close(delimiter: &MacroDelimiter) -> proc_macro2::Span {
    match delimiter {
        MacroDelimiter::Paren(paren) => paren.span.close(),
        MacroDelimiter::Brace(brace) => brace.span.close(),
        MacroDelimiter::Bracket(bracket) => bracket.span.close(),
    }
}

fn is_comma(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ',')
}

/// The line that gives the crate's own tests an authority, where it has tests and they have none.
pub(super) fn in_tests(scene: Scene<'_>, root: &File, of: Tests) -> Option<Insertion> {
    let (items, guard) = (scene.items, scene.package.guard());
    let is_of_tests = |it: &Function<'_>| of == Tests::BesideIt || it.condition == Condition::Test || is_test(it);
    // Tests that know of guards have an authority.
    let is_known = of == Tests::BesideIt && scene.files.iter().any(|module| module.file.text.contains(guard));
    let has_one =
        items.macros.iter().any(|call| call.item.path.segments.last().is_some_and(|it| it.ident == "in_tests"));
    if is_known || has_one || !items.functions.iter().any(is_of_tests) {
        return None;
    }
    let condition = match of {
        Tests::OfTheCrate => "#[cfg(test)]\n",
        Tests::BesideIt => "",
    };
    Some(behind_the_uses(root, &format!("{condition}{guard}::local::in_tests!();")))
}

/// Whose tests a target holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tests {
    OfTheCrate,
    /// A file of `tests/`.
    BesideIt,
}

fn is_test(function: &Function<'_>) -> bool {
    function.attributes().all().iter().any(|it| it.path().segments.last().is_some_and(|last| last.ident == "test"))
}

/// Behind the `use`, `mod` and `extern crate` items that the file begins with.
fn behind_the_uses(root: &File, text: &str) -> Insertion {
    let leading = root.items.items.iter().take_while(|item| {
        matches!(item, Item::Use(_) | Item::ExternCrate(_))
            || matches!(item, Item::Mod(module) if module.content.is_none())
    });
    let end = line_end(&root.text);
    let text = lines(text, &root.text, "");
    let Some(last) = leading.last() else {
        let first = root.items.items.first().map(|item| root.bytes(item.span()).start);
        return Insertion { at: first.unwrap_or(root.text.len()), text: format!("{text}{end}{end}") };
    };
    let after = root.bytes(last.span()).end;
    let rest = root.text.get(after..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    let is_alone = line.trim().is_empty() || line.trim_start().starts_with("//");
    Insertion {
        at: if is_alone { after + line.trim_end_matches('\r').len() } else { after },
        text: format!("{end}{end}{text}"),
    }
}
