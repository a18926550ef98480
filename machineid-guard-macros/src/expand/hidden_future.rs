//! A return type that may be a future or a stream under a name that does not say so.
//!
//! Syntax cannot tell, so the compiler is asked, by a statement that does not compile where it is one. Types
//! that nearly all functions return need no such statement.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{PathArguments, ReturnType, Type, TypeImplTrait, TypeParamBound};

use crate::arguments::Arguments;
use crate::deferred::{self, Deferred, deferred};
use crate::return_type;
use crate::shape::Shape;

/// The statement that refuses a future or a stream in what the function, or the future that it returns, gives.
pub(super) fn refused(shape: &Shape, output: &ReturnType, arguments: &Arguments, runtime: &TokenStream) -> TokenStream {
    let ReturnType::Type(_, ty) = output else { return TokenStream::new() };
    // What an `async fn` gives is given when it has been polled to its end.
    if matches!(shape, Shape::Async) {
        return statement(ty, arguments, runtime);
    }
    let is_said = arguments.future.is_some();
    match deferred(ty).or_else(|| is_said.then(|| deferred::named_future(ty))?) {
        Some(Deferred { output: Some(output), .. }) => statement(&output, arguments, runtime),
        // Its output is the future's own word.
        Some(Deferred { output: None, .. }) => TokenStream::new(),
        None if is_said => TokenStream::new(),
        None => statement(ty, arguments, runtime),
    }
}

fn statement(ty: &Type, arguments: &Arguments, runtime: &TokenStream) -> TokenStream {
    if let Type::ImplTrait(opaque) = ty {
        return statement_for_opaque(opaque, arguments, runtime);
    }
    // With an `impl Trait` inside, inference may know the type only after the body.
    let written = ty.to_token_stream();
    if return_type::is_plain(ty) || return_type::nameable(ty).to_string() != written.to_string() {
        return TokenStream::new();
    }
    probe(&written, last_word(ty), arguments, runtime)
}

fn probe(ty: &TokenStream, place: Span, arguments: &Arguments, runtime: &TokenStream) -> TokenStream {
    let returned = match arguments.on_denied {
        Some(_) => Ident::new("returned_on_denied", Span::mixed_site()),
        None => Ident::new("returned", Span::mixed_site()),
    };
    // The error stands where the type does.
    let method = Ident::new("runs_at_the_call", Span::mixed_site().located_at(place));
    quote_spanned!(Span::mixed_site()=> #runtime::#returned::<#ty>().#method();)
}

/// `impl Trait`: whether each type of that trait is a future can be asked where the bounds name nothing
/// that a function of its own could not name. Without `on_denied` the type is not known to carry a denial.
fn statement_for_opaque(opaque: &TypeImplTrait, arguments: &Arguments, runtime: &TokenStream) -> TokenStream {
    if arguments.on_denied.is_none() || !opaque.bounds.iter().all(is_nameable_anywhere) {
        return TokenStream::new();
    }
    let bounds = &opaque.bounds;
    let ty = Ident::new("WhatItReturns", Span::mixed_site());
    let probe = probe(&ty.to_token_stream(), bounds.span(), arguments, runtime);
    quote_spanned!(Span::mixed_site()=> fn __machineid_guard_returned<#ty: #bounds>() { #probe })
}

fn is_nameable_anywhere(bound: &TypeParamBound) -> bool {
    match bound {
        TypeParamBound::Trait(bound) => {
            bound.lifetimes.is_none()
                && bound.path.segments.iter().all(|segment| matches!(segment.arguments, PathArguments::None))
                && bound.path.segments.first().is_some_and(|first| first.ident != "Self")
        }
        TypeParamBound::Lifetime(lifetime) => lifetime.ident == "static",
        _ => false,
    }
}

/// Where an error about the type stands: a path ends in the word that is meant.
fn last_word(ty: &Type) -> Span {
    match ty {
        Type::Path(path) => path.path.segments.last().map_or_else(|| ty.span(), |last| last.ident.span()),
        ty => ty.span(),
    }
}
