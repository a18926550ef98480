//! What stands in the calls of macros, as far as it is expressions.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Expr, Macro};

/// The expressions between the commas and semicolons of a macro's call, and in its braces. What is none is left out.
pub(crate) fn expressions(call: &Macro) -> Vec<Expr> {
    let mut found = Vec::new();
    of_tokens(call.tokens.clone(), &mut found);
    found
}

fn of_tokens(tokens: TokenStream, found: &mut Vec<Expr>) {
    let mut pieces = vec![TokenStream::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(end) if [',', ';'].contains(&end.as_char()) => pieces.push(TokenStream::new()),
            // `pattern => value`
            TokenTree::Punct(arrow) if arrow.as_char() == '>' => pieces.push(TokenStream::new()),
            _ => pieces.last_mut().into_iter().for_each(|piece| piece.extend([token.clone()])),
        }
    }
    for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
        match syn::parse2(piece.clone()) {
            Ok(expression) => found.push(expression),
            // `select! { output = work() => output }`, `json!({ … })`
            Err(_) => of_groups(piece, found),
        }
    }
}

/// What stands behind a `=`, and in groups.
fn of_groups(piece: TokenStream, found: &mut Vec<Expr>) {
    let mut value: Option<TokenStream> = None;
    for token in piece {
        match (&token, &mut value) {
            (TokenTree::Punct(equals), None) if equals.as_char() == '=' => value = Some(TokenStream::new()),
            (_, Some(value)) => value.extend([token]),
            (TokenTree::Group(group), None) => of_tokens(group.stream(), found),
            _ => {}
        }
    }
    found.extend(value.and_then(|value| syn::parse2(value).ok()));
}
