//! `guarded!`: a boundary in a closure, which cannot bear attributes.

mod expand;
mod later;
mod parse;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use self::parse::Parts;

/// What the macro takes, as errors show it.
const FORM: &str = "`guarded!(\"search\", |arguments| async move { … })`";

/// Expands to the closure with the question in it.
///
/// A mistake yields its error *and* the closure as it was written, so that what stands around the macro is not a
/// second mistake.
pub(crate) fn guarded(tokens: TokenStream) -> TokenStream {
    let Parts { arguments, closure } = match parse::parts(tokens) {
        Ok(parts) => parts,
        Err(error) => return error.to_compile_error(),
    };
    let written = closure.to_token_stream();
    let expanded = arguments.and_then(|arguments| expand::closure(&arguments, closure));
    expanded.unwrap_or_else(|error| {
        let error = error.to_compile_error();
        quote!({ #error #written })
    })
}
