//! The shape of a function: what "before the body" means for it.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Error, ReturnType, Type};

use crate::arguments::Arguments;
use crate::deferred::{self, Deferred, Holder, Work, deferred};
use crate::item::Function;
use crate::return_type;
use crate::tokens;

/// The shapes, with the types that their expansions have to name.
pub(crate) enum Shape {
    /// `fn`: the thread waits for the answer.
    Sync,
    /// `async fn`: the body's own future waits for it.
    Async,
    /// A function that returns a future or a stream: the whole body moves behind the check.
    Deferred(Box<Later>),
}

/// Work that is done when what the function returned is polled.
pub(crate) struct Later {
    pub(crate) work: Work,
    pub(crate) held: Held,
    /// What carries the denial: the output of the future, the item of the stream.
    pub(crate) output: TokenStream,
}

/// What the work is returned in.
pub(crate) enum Held {
    Boxed {
        returned: TokenStream,
    },
    /// A type of which only the attribute says that it is a boxed future; and it as one; errors about that
    /// stand in one place, the type, and so are one error.
    Alias {
        returned: TokenStream,
        boxed: TokenStream,
        place: (Span, Span),
    },
    Opaque,
    OpaqueUnpin,
}

impl Shape {
    /// The shape of a function. `runtime` is the path of the runtime's private part.
    pub(crate) fn of(function: &Function, arguments: &Arguments, runtime: &TokenStream) -> syn::Result<Self> {
        let signature = &function.signature;
        if signature.asyncness.is_some() {
            return Ok(Self::Async);
        }
        let ReturnType::Type(_, ty) = &signature.output else {
            return match &arguments.future {
                None => Ok(Self::Sync),
                Some(future) => Err(no_future(future)),
            };
        };
        let later = match (deferred(ty), &arguments.future) {
            (Some(Deferred { work: Work::Stream, .. }), Some(future)) => return Err(no_future(future)),
            (Some(deferred), _) => visibly(ty, &deferred, runtime),
            (None, Some(future)) => said(ty, future, runtime)?,
            (None, None) => return Ok(Self::Sync),
        };
        Ok(Self::Deferred(Box::new(later)))
    }
}

/// The return type says it.
fn visibly(ty: &Type, deferred: &Deferred, runtime: &TokenStream) -> Later {
    let (start, end) = tokens::ends(ty, Span::mixed_site());
    let (start, end) = (Span::mixed_site().located_at(start), Span::mixed_site().located_at(end));
    let returned = return_type::nameable(ty);
    let held = match deferred.holder {
        Holder::Boxed => Held::Boxed { returned: returned.clone() },
        Holder::Opaque => Held::Opaque,
        Holder::OpaqueUnpin => Held::OpaqueUnpin,
    };
    let output = match (&deferred.output, deferred.holder, deferred.work) {
        (Some(output), _, _) => return_type::nameable(output),
        (None, Holder::Boxed, Work::Future) => {
            let (open, of) = (quote_spanned!(start=> <), quote_spanned!(end=> as #runtime::Future>::Output));
            quote!(#open #returned #of)
        }
        (None, Holder::Boxed, Work::Stream) => {
            let (open, of) = (quote_spanned!(start=> <), quote_spanned!(end=> as #runtime::Stream>::Item));
            quote!(#open #returned #of)
        }
        // Nothing to name: inference has it from the body.
        (None, Holder::Opaque | Holder::OpaqueUnpin, _) => quote_spanned!(start=> _),
    };
    Later { work: deferred.work, held, output }
}

/// Only the attribute says it.
fn said(ty: &Type, future: &syn::Ident, runtime: &TokenStream) -> syn::Result<Later> {
    if let Some(deferred) = deferred::named_future(ty) {
        return Ok(visibly(ty, &deferred, runtime));
    }
    if deferred::is_unpinned_box(ty) {
        return Err(Error::new_spanned(
            ty,
            "`future` is for a `Pin<Box<dyn Future<Output = …>>>` under another name, and this box is not pinned: \
             return `Pin<Box<dyn Future<Output = …>>>`, and `Box::pin(…)` in the body",
        ));
    }
    if return_type::is_plain(ty) || matches!(return_type::peeled(ty), Type::ImplTrait(_)) {
        return Err(no_future(future));
    }
    let returned = return_type::nameable(ty);
    // The user's own spans: only so do the errors stand in the one place that the type stands in.
    let place = tokens::ends(ty, Span::mixed_site());
    let (open, of) = (quote_spanned!(place.0=> <), quote_spanned!(place.1=> as #runtime::BoxedFuture>));
    let boxed = quote!(#open #returned #of);
    let output = quote_spanned!(place.1=> #boxed::Output);
    Ok(Later { work: Work::Future, held: Held::Alias { returned, boxed, place }, output })
}

fn no_future(future: &syn::Ident) -> Error {
    Error::new_spanned(future, "the return type is no boxed future: remove `future`")
}
