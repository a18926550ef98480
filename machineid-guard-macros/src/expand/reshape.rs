//! The body behind its prologue, for each shape of function.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::prologue::Prologue;
use crate::item::Body;

/// Sync and async functions: the prologue, then the body in braces of its own.
///
/// ```text
/// if let Err(denied) = { … } { return … }
/// { body }
/// ```
/// With `recheck` the body becomes a future inside the function's own, since only a future can be
/// dropped half-way.
pub(super) fn in_place(prologue: &Prologue<'_>, body: &Body) -> TokenStream {
    let check = prologue.statements();
    let block = body.block();
    if !prologue.is_rechecked() {
        return quote!(#check #block);
    }
    let annotation = prologue.annotation(&prologue.declared());
    let work = prologue.awaited(&quote_spanned! {Span::mixed_site()=> async move { #annotation #block }});
    quote!(#check #work)
}

/// Functions that return a boxed future: the whole body, and not only the block that it boxes in
/// the end, moves behind the check.
///
/// ```text
/// boundary! { … }
/// let caller = Caller::here();
/// Box::pin(async move {
///     if let Err(denied) = { … } { return … }    // asks for that caller
///     let future = annotate().unwrap_or_else(move || -> ReturnType { body });
///     future.await
/// })
/// ```
/// A closure and not an `async` block around the body, since its `return`s still coerce to the
/// declared type one by one, and since a block that yields a future looks like a forgotten `.await`.
/// The runtime's `annotate` is always `None`; `unwrap_or_else` is there because it demands an
/// `FnOnce`: a closure that is called in place might not give away what it borrows from `self`.
pub(super) fn boxed(prologue: &Prologue<'_>, body: &Body, returned: &TokenStream) -> TokenStream {
    let work = behind_check(prologue, body, &quote_spanned!(Span::mixed_site()=> -> #returned));
    let runtime = prologue.runtime();
    let at_the_call = prologue.at_the_call();
    quote_spanned! {Span::mixed_site()=>
        #at_the_call
        #runtime::Box::pin(#work)
    }
}

/// Functions that return `impl Future`: the same, without the box, and without a type for the
/// closure, since an opaque type has no name and all returns have the one type anyway.
pub(super) fn opaque(prologue: &Prologue<'_>, body: &Body) -> TokenStream {
    let work = behind_check(prologue, body, &TokenStream::new());
    let at_the_call = prologue.at_the_call();
    quote!(#at_the_call #work)
}

fn behind_check(prologue: &Prologue<'_>, body: &Body, returned: &TokenStream) -> TokenStream {
    let runtime = prologue.runtime();
    let check = prologue.statements();
    let block = body.block();
    let future = quote_spanned!(Span::mixed_site()=> __machineid_guard_future);
    let work = prologue.awaited(&future);
    quote_spanned! {Span::mixed_site()=>
        async move {
            #check
            let #future = #runtime::annotate().unwrap_or_else(move || #returned #block);
            #work
        }
    }
}
