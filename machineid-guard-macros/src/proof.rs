//! The proof that a boundary which a block leaves to another attribute reaches the body.
//!
//! Syntax cannot tell whose `#[resume]` it reads: another crate may have an attribute of that name, and a
//! framework's macro may drop ours. So the block writes an error into the body, and this crate's
//! attribute takes it out again. Where another one has the body, the compiler reports what is left.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};
use syn::Path;

use crate::tokens;

/// Stands in each demand, and tells it from an error of the user's own.
const PHRASE: &str = "of machineid-guard does not reach";

/// How deep a demand may have been moved.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Among these tokens: nothing comes between two attributes of one block but other attributes.
    Here,
    /// Also in groups: an attribute above ours may have put the body into a block or a closure.
    Everywhere,
}

/// The statement or item that only the attribute of that path takes out.
pub(crate) fn demand(path: &Path, of: &str) -> TokenStream {
    let name = path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    let text = format!(
        "`#[{name}]` {PHRASE} {of}: an attribute of another crate has that name, or one above it takes what it \
         should guard: write `#[machineid_guard::{name}]`, on top of the other attributes"
    );
    let (start, end) = tokens::ends(path, proc_macro2::Span::call_site());
    let macro_path = quote_spanned!(start=> ::core::compile_error);
    let mut arguments = Group::new(Delimiter::Parenthesis, quote_spanned!(end=> #text));
    arguments.set_span(end);
    quote_spanned!(end=> #macro_path!#arguments;)
}

/// The tokens without the demands that a block has written into them.
pub(crate) fn taken_out(tokens: &TokenStream, depth: Depth) -> TokenStream {
    without(tokens, depth).unwrap_or_else(|| tokens.clone())
}

/// `None` where there is none, so that all other groups keep the spans of their delimiters.
fn without(tokens: &TokenStream, depth: Depth) -> Option<TokenStream> {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut is_found = false;
    let mut input = tokens.clone().into_iter().peekable();
    while let Some(token) = input.next() {
        let TokenTree::Group(group) = &token else {
            kept.push(token);
            continue;
        };
        if is_demand(&kept, group) {
            is_found = true;
            // `::core::compile_error!` in front of it, and `;` behind it.
            kept.truncate(kept.len().saturating_sub(7));
            input.next_if(|next| tokens::is_punct(next, ';'));
            continue;
        }
        match if depth == Depth::Everywhere { without(&group.stream(), depth) } else { None } {
            Some(content) => {
                is_found = true;
                let mut inner = Group::new(group.delimiter(), content);
                inner.set_span(group.span());
                kept.push(TokenTree::Group(inner));
            }
            None => kept.push(token),
        }
    }
    is_found.then(|| kept.into_iter().collect())
}

fn is_demand(before: &[TokenTree], group: &Group) -> bool {
    let [.., TokenTree::Ident(name), bang] = before else { return false };
    name == "compile_error"
        && tokens::is_punct(bang, '!')
        && group.stream().into_token_stream().to_string().contains(PHRASE)
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;
    use syn::parse_quote;

    use super::{Depth, demand, taken_out};

    #[test]
    fn what_is_demanded_is_taken_out_wherever_it_was_moved() {
        let demand = demand(&parse_quote!(resume), "`f`");
        let moved = quote!(fn f() { Box::pin(async move { a(); { #demand b() } }) });
        assert!(moved.to_string().contains("`#[resume]` of machineid-guard does not reach `f`"), "{moved}");
        let body = quote!(
            fn f() {
                Box::pin(async move {
                    a();
                    { b() }
                })
            }
        );
        assert_eq!(taken_out(&moved, Depth::Everywhere).to_string(), body.to_string());
        assert_eq!(taken_out(&moved, Depth::Here).to_string(), moved.to_string());
        assert_eq!(taken_out(&quote!(#demand pub fn g() {}), Depth::Here).to_string(), "pub fn g () { }");
    }

    #[test]
    fn errors_of_the_user_stay() {
        let own: TokenStream = quote!(::core::compile_error!("no"); f("of machineid-guard does not reach"); x);
        assert_eq!(taken_out(&own, Depth::Everywhere).to_string(), own.to_string());
    }
}
