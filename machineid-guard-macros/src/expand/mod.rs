//! From an attribute, its arguments and a function to the guarded function.

mod borrowed;
mod boundary;
mod denial;
mod hidden_future;
mod kept;
mod prologue;
mod reshape;

#[cfg(test)]
mod tests;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Error;

pub(crate) use self::boundary::{Boundary, Finish};

use self::prologue::Prologue;
use crate::arguments::{self, Arguments, Surface, Taker};
use crate::attribute::BoundaryAttribute;
use crate::item::{self, Function, Item};
use crate::naming::Naming;
use crate::placement::{self, Source};
use crate::proof::{self, Depth};
use crate::shape::Shape;

/// Expands one attribute on one item.
///
/// A mistake yields its error *and* the item as it was: the item's name stays known, so that one
/// mistake is one error, and an editor goes on completing in its body.
pub(crate) fn attribute(attribute: BoundaryAttribute, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let parsed = arguments::parse(Taker::Boundary(attribute.name()), arguments);
    // A block around the function wants to know that this attribute has come to it.
    let item = &proof::taken_out(item, Depth::Everywhere);
    let function = match item::parse(item.clone()) {
        Ok(Item::Function(function)) => function,
        Ok(Item::Other(keyword)) => return with_item(&placement::not_a_function(attribute, &keyword), item),
        Err(error) => return with_item(&error, item),
    };
    let guarded = match parsed.error {
        Some(error) => Err(error),
        None => required(attribute, &parsed.arguments)
            .and_then(|()| self::function(attribute, Source::Written, &parsed.arguments, &function)),
    };
    guarded.unwrap_or_else(|error| with_item(&error, &unguarded(&parsed.arguments, &function)))
}

/// Puts the boundary in front of the function's body.
pub(crate) fn function(
    attribute: BoundaryAttribute,
    source: Source,
    arguments: &Arguments,
    function: &Function,
) -> syn::Result<TokenStream> {
    placement::check(attribute, source, arguments, function)?;
    let Some(body) = &function.body else {
        return Err(Error::new_spanned(&function.signature.ident, "this function has no body"));
    };
    let runtime = arguments.runtime();
    let shape = Shape::of(function, arguments, &runtime)?;
    let boundary =
        Boundary { kind: attribute.kind(), name: Naming::of(function, arguments), arguments, runtime: &runtime };
    let prologue = Prologue::new(&boundary, &shape, function);
    let behind_check = match &shape {
        Shape::Sync | Shape::Async => reshape::in_place(&prologue, body),
        Shape::Deferred(later) => reshape::deferred(&prologue, body, later, &borrowed::lent(function, later)?),
    };
    let inner_attributes = &body.inner_attributes;
    Ok(function.with_body(body.braced(quote!(#inner_attributes #behind_check))))
}

fn required(attribute: BoundaryAttribute, arguments: &Arguments) -> syn::Result<()> {
    if attribute == BoundaryAttribute::SideEffect && arguments.surface.is_none() {
        return Err(Error::new(
            Span::call_site(),
            "`#[side_effect]` needs the surface that it acts on: `#[side_effect(surface = \"payments\")]`",
        ));
    }
    Ok(())
}

/// The errors, and the item beside them.
pub(crate) fn with_item(error: &Error, item: &TokenStream) -> TokenStream {
    let error = error.to_compile_error();
    quote!(#error #item)
}

/// The function as it was, beside an error. A permit that its body names stands in it all the same,
/// since its absence would be reported as a second mistake.
pub(crate) fn unguarded(arguments: &Arguments, function: &Function) -> TokenStream {
    let Some(body) = &function.body else {
        return function.with_body(quote!(;));
    };
    let stand_in = arguments.permit.as_ref().map(|permit| {
        let runtime = arguments.runtime();
        // Where the surface is what is wrong, the body knows which one it wants.
        let surface = match &arguments.surface {
            Some(Surface::Type(ty)) => ty.to_token_stream(),
            Some(Surface::Literal(_)) => quote!(#runtime::Unnamed),
            None => quote!(_),
        };
        quote_spanned! {Span::mixed_site()=>
            let #permit: #runtime::Permit<#surface> = match #runtime::annotate() {
                #runtime::Some(__machineid_guard_permit) => __machineid_guard_permit,
                #runtime::None => loop {},
            };
        }
    });
    let (inner_attributes, statements) = (&body.inner_attributes, &body.statements);
    function.with_body(body.braced(quote!(#inner_attributes #stand_in #statements)))
}
