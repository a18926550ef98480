//! The expansion as tokens.

mod deferred;
mod guarded;
mod hidden_future;
mod refused;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;

use super::attribute;
use crate::attribute::BoundaryAttribute;

fn tool(arguments: TokenStream, item: impl ToTokens) -> String {
    attribute(BoundaryAttribute::GuardedTool, arguments, &item.into_token_stream()).to_string()
}

fn errors(tokens: &str) -> usize {
    tokens.matches("compile_error").count()
}

/// One error, and the item as it was beside it.
#[track_caller]
fn assert_refused(arguments: TokenStream, item: TokenStream, message: &str) {
    let written = item.to_string();
    let output = tool(arguments, item);
    assert_eq!(errors(&output), 1, "{output}");
    assert!(output.contains(message), "{message:?} is not in {output}");
    assert!(output.ends_with(&written), "{output}");
}

/// The prologue and the body, in this order, and no error.
#[track_caller]
fn assert_guarded(arguments: TokenStream, item: TokenStream, parts: &[&str]) {
    let output = tool(arguments, item);
    assert_eq!(errors(&output), 0, "{output}");
    // How a stream of tokens is spaced says nothing.
    let output = output.replace(' ', "");
    let mut rest = output.as_str();
    for part in parts {
        let part = part.replace(' ', "");
        let found = rest.find(&part);
        assert!(found.is_some(), "{part:?} is not in, or not in this order: {output}");
        rest = rest.get(found.unwrap_or_default() + part.len()..).unwrap_or_default();
    }
}

fn invisible(tokens: TokenStream) -> TokenTree {
    TokenTree::Group(Group::new(Delimiter::None, tokens))
}
