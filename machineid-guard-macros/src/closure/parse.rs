//! Takes the macro's input apart: a name, arguments, a closure.

use proc_macro2::TokenStream;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Error, Expr, ExprClosure, Ident, Token};

use super::FORM;
use crate::arguments::{self, Arguments, Taker};
use crate::tokens;

pub(super) struct Parts {
    /// The arguments, or what is wrong with them.
    pub(super) arguments: syn::Result<Arguments>,
    pub(super) closure: ExprClosure,
}

/// Reads all of it. The name comes first and needs no word, as in `checkpoint!`.
pub(super) fn parts(input: TokenStream) -> syn::Result<Parts> {
    let (name, arguments, closure) = split.parse2(input)?;
    let parsed = arguments::parse(Taker::Closure, arguments);
    let arguments = match parsed.error {
        Some(error) => Err(error),
        None => arguments::name(name).map(|name| Arguments { name: Some(name), ..parsed.arguments }),
    };
    Ok(Parts { arguments, closure })
}

fn split(input: ParseStream<'_>) -> syn::Result<(Expr, TokenStream, ExprClosure)> {
    if input.is_empty() || is_closure(input) {
        return Err(input.error(format!("the name comes first: {FORM}")));
    }
    let name = input.parse()?;
    let mut arguments = TokenStream::new();
    loop {
        let comma = input.parse::<Token![,]>().map_err(|error| Error::new(error.span(), no_closure()))?;
        if is_closure(input) {
            break;
        }
        if input.is_empty() {
            return Err(Error::new_spanned(comma, no_closure()));
        }
        arguments.extend(argument(input)?);
    }
    let closure = input.parse()?;
    input.parse::<Option<Token![,]>>()?;
    if input.is_empty() { Ok((name, arguments, closure)) } else { Err(input.error("the closure comes last")) }
}

fn is_closure(input: ParseStream<'_>) -> bool {
    input.peek(Token![|])
        || input.peek(Token![||])
        || input.peek(Token![move])
        || input.peek(Token![async])
        || input.peek(Token![#])
}

/// One argument with a comma, for the reader of arguments.
fn argument(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let start = input.cursor();
    let is_value = !input.peek2(Token![=]) || input.peek2(Token![==]);
    if !is_value {
        input.call(Ident::parse_any)?;
        input.parse::<Token![=]>()?;
    }
    let value: Expr = input.parse()?;
    if let (true, Expr::Path(function)) = (is_value, &value) {
        let called = function.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        return Err(Error::new_spanned(
            function,
            format!(
                "a closure says how many arguments there are, and whether it waits: write `|arguments| {called}(arguments)`, \
                 or `|arguments| async move {{ {called}(arguments).await }}`"
            ),
        ));
    }
    let mut argument = tokens::since(start, input);
    argument.extend(quote::quote!(,));
    Ok(argument)
}

fn no_closure() -> String {
    format!("the closure is missing, which comes last: {FORM}")
}
