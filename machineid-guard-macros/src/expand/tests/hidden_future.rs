//! When the compiler is asked whether a return type is a future.

use proc_macro2::TokenStream;
use quote::quote;

use super::tool;

#[track_caller]
fn assert_asked(asked: Option<&str>, arguments: TokenStream, returned: &TokenStream) {
    // How a stream of tokens is spaced says nothing.
    let expanded = tool(arguments, quote!(fn f(&self) -> #returned { work() })).replace(' ', "");
    match asked {
        None => assert!(!expanded.contains("runs_at_the_call"), "{expanded}"),
        Some(asked) => {
            let asked = format!("{asked}().runs_at_the_call();").replace(' ', "");
            assert!(expanded.contains(&asked), "{asked} is not in {expanded}");
        }
    }
}

#[test]
fn what_nearly_all_functions_return_costs_nothing() {
    for plain in [
        quote!(Result<Reply, E>),
        quote!(anyhow::Result<Reply>),
        quote!((Result<Reply, E>)),
        quote!(()),
        quote!(!),
        quote!(String),
        quote!(Option<Reply>),
        quote!(&Reply),
        quote!(&'a mut [Reply]),
        quote!((Reply, Reply)),
        quote!([Reply; 3]),
        quote!(fn() -> Reply),
        quote!(Pin<Box<dyn Future<Output = Result<(), E>>>>),
        quote!(impl Future<Output = Result<Reply, E>>),
    ] {
        assert_asked(None, quote!(on_denied = refused), &plain);
        assert_asked(None, quote!(), &plain);
    }
    assert_asked(None, quote!(future), &quote!(Reply));
}

/// What an `async fn` gives is given at its end, so there a future that is written out is one too many.
#[test]
fn a_future_that_an_async_function_gives_is_asked_about() {
    for returned in
        [quote!(Pin<Box<dyn Future<Output = Reply>>>), quote!(BoxFuture<'static, Reply>), quote!(BoxStream<'a, Reply>)]
    {
        let expanded = tool(quote!(on_denied = refused), quote!(async fn f() -> #returned { work() }));
        assert!(expanded.contains("returned_on_denied"), "{expanded}");
    }
}

#[test]
fn what_may_be_a_future_is_asked_about() {
    assert_asked(Some("returned :: < Reply >"), quote!(), &quote!(Reply));
    assert_asked(Some("returned_on_denied :: < Reply >"), quote!(on_denied = refused), &quote!(Reply));
    assert_asked(Some("returned :: < my :: Reply < '_ , T > >"), quote!(), &quote!(my::Reply<'_, T>));
    assert_asked(Some("returned :: < & mut Reply >"), quote!(), &quote!(&mut Reply));
    assert_asked(Some("returned :: < Self :: Reply >"), quote!(), &quote!(Self::Reply));
    assert_asked(Some("returned :: < Reply >"), quote!(), &quote!(impl Future<Output = Reply>));
    let boxed = quote!(Box<dyn Future<Output = Result<(), E>> + Unpin>);
    assert_asked(Some(&format!("returned :: < {boxed} >")), quote!(), &boxed);
}

/// A false error is worse than an answer that is not asked for.
#[test]
fn types_that_only_the_body_fixes_are_not_asked_about() {
    assert_asked(None, quote!(on_denied = refused), &quote!(Wrapped<impl Reply>));
    assert_asked(None, quote!(on_denied = refused), &quote!(impl Reply<T>));
    assert_asked(None, quote!(on_denied = refused), &quote!(impl Reply + 'a));
    assert_asked(None, quote!(), &quote!(impl Reply));
    let opaque = "returned_on_denied :: < WhatItReturns >";
    assert_asked(Some(opaque), quote!(on_denied = refused), &quote!(impl Reply + Send + 'static));
}
