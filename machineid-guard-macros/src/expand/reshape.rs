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
/// Box::pin(async move {
///     if let Err(denied) = { … } { return … }
///     let future = async move { annotation { body } }.await;
///     future.await
/// })
/// ```
pub(super) fn boxed(prologue: &Prologue<'_>, body: &Body, returned: &TokenStream) -> TokenStream {
    let annotation = prologue.annotation(returned);
    let work = behind_check(prologue, body, &annotation);
    let runtime = prologue.runtime();
    quote_spanned!(Span::mixed_site()=> #runtime::Box::pin(#work))
}

/// Functions that return `impl Future`: the same, without the box, and without the annotation,
/// since an opaque type has no name and all returns have the one type anyway.
pub(super) fn opaque(prologue: &Prologue<'_>, body: &Body) -> TokenStream {
    behind_check(prologue, body, &TokenStream::new())
}

fn behind_check(prologue: &Prologue<'_>, body: &Body, annotation: &TokenStream) -> TokenStream {
    let check = prologue.statements();
    let block = body.block();
    let future = quote_spanned!(Span::mixed_site()=> __machineid_guard_future);
    let work = prologue.awaited(&future);
    quote_spanned! {Span::mixed_site()=>
        async move {
            #check
            let #future = async move { #annotation #block }.await;
            #work
        }
    }
}
