//! The body behind its prologue, for each shape of function.

use proc_macro2::{Delimiter, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::borrowed::Lent;
use super::prologue::Prologue;
use crate::deferred::Work;
use crate::item::Body;
use crate::shape::{Held, Later};
use crate::tokens;

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
    let (copies, capture) = (prologue.kept().copies(), prologue.kept().capture());
    let future = quote_spanned!(Span::mixed_site()=> async #capture { #annotation #block });
    let work = prologue.awaited(&future, (Span::mixed_site(), Span::mixed_site()));
    quote!(#check #copies #work)
}

/// Functions that return a future or a stream: the whole body, and not only the block that it boxes in the
/// end, moves behind the check.
///
/// ```text
/// let boundary = { boundary! { … } &BOUNDARY };
/// let caller = Caller::here();
/// Box::pin(async move {
///     if let Err(denied) = { … } { return … }    // asks for that caller
///     made(move || -> ReturnType { body }).await
/// })
/// ```
/// A closure and not an `async` block around the body, since its `return`s still coerce to the
/// declared type one by one, and since a block that yields a future looks like a forgotten `.await`.
/// The runtime's `made` calls it. It demands an `FnOnce`, since a closure that is called in place might not
/// give away what it borrows from `self`. What is generated around the body stands, for the compiler, where the
/// body's value does: there it reports a value of another type, and what the future may not borrow.
///
/// An opaque type has no box, and no type for the closure: it has no name, and all returns have the one type
/// anyway. It is polled by the name of the trait, since of an `await` on what is no future the compiler would say to
/// remove it. A stream's future gives the stream, or the one item that is a denial; the runtime's `stream` is the
/// stream of both.
pub(super) fn deferred(prologue: &Prologue<'_>, body: &Body, later: &Later, lent: &Lent) -> TokenStream {
    let value = body.value();
    let (runtime, at_the_call) = (prologue.runtime(), prologue.at_the_call());
    let (copied, bound) = (lent.copied(runtime), lent.bound(runtime));
    let block = behind_check(prologue, body, later, value);
    let block = tokens::enclosed(Delimiter::Brace, quote!(#bound #block), value.1);
    let behind_check = quote_spanned!(value.0=> async move #block);
    let in_call = |function: TokenStream, argument| call(runtime, &function, argument, value);
    let work = match later.work {
        Work::Future => behind_check,
        Work::Stream => in_call(quote!(stream), behind_check),
    };
    let returned = match (&later.held, later.work) {
        (Held::Opaque, _) | (Held::OpaqueUnpin, Work::Stream) => work,
        (Held::Boxed { .. } | Held::OpaqueUnpin, _) => in_call(quote!(Box::pin), work),
        (Held::Alias { boxed, place, .. }, _) => {
            let work = call(runtime, &quote!(Box::pin), work, *place);
            quote_spanned!(place.1=> #boxed::from_itself(#work))
        }
    };
    quote!(#at_the_call #copied #returned)
}

/// Asks, and then is the future that the body makes, or gives its stream.
fn behind_check(prologue: &Prologue<'_>, body: &Body, later: &Later, value: (Span, Span)) -> TokenStream {
    let (runtime, (start, end)) = (prologue.runtime(), value);
    let (check, block) = (prologue.statements(), body.block());
    let (copies, capture) = (prologue.kept().copies(), prologue.kept().capture());
    let declared = match &later.held {
        Held::Boxed { returned } | Held::Alias { returned, .. } => quote_spanned!(start=> -> #returned),
        Held::Opaque | Held::OpaqueUnpin => TokenStream::new(),
    };
    // In braces of its own, so that the closure is of the edition of the future around it: of two that differ the
    // compiler does not know what to capture.
    let block = tokens::enclosed(Delimiter::Brace, quote!(#block), end);
    let closure = quote_spanned!(start=> #capture || #declared #block);
    let work = match (later.work, &later.held) {
        (Work::Stream, _) => prologue.streamed(&closure),
        (Work::Future, Held::Alias { boxed, place, .. }) => {
            prologue.awaited(&quote_spanned!(place.1=> #boxed::of(#closure)), *place)
        }
        (Work::Future, Held::Boxed { .. }) => prologue.awaited(&call(runtime, &quote!(made), closure, value), value),
        (Work::Future, Held::Opaque | Held::OpaqueUnpin) => {
            let made = call(runtime, &quote!(made), closure, value);
            let future = quote_spanned!(start=> __machineid_guard_future);
            let none = tokens::enclosed(Delimiter::Parenthesis, TokenStream::new(), end);
            let context = quote_spanned!(start=> __machineid_guard_context);
            let polled = call(runtime, &quote!(Future::poll), quote!(#future.as_mut #none, #context), value);
            let polled = quote_spanned!(start=> |#context| #polled);
            let polled = prologue.awaited(&call(runtime, &quote!(poll_fn), polled, value), value);
            quote_spanned!(start=> let mut #future = #runtime::pin!(#made); #polled)
        }
    };
    quote!(#check #copies #work)
}

/// A call of a function of the runtime that stands, for the compiler, where the body's value does.
fn call(
    runtime: &TokenStream,
    function: &TokenStream,
    argument: TokenStream,
    (start, end): (Span, Span),
) -> TokenStream {
    let (runtime, function) = (tokens::located(runtime, start), tokens::located(function, start));
    let argument = tokens::enclosed(Delimiter::Parenthesis, argument, end);
    quote_spanned!(start=> #runtime::#function #argument)
}
