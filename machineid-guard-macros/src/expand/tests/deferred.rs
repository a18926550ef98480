//! Functions whose work runs later: in a future, or in a stream.

use quote::quote;

use super::{assert_guarded, errors, tool};

#[test]
fn a_boxed_future_takes_the_whole_body_behind_the_check() {
    assert_guarded(
        quote!(),
        quote!(
            fn f() -> Pin<Box<dyn Future<Output = R> + Send>> {
                work();
                Box::pin(async {})
            }
        ),
        &[
            "let __machineid_guard_boundary = :: machineid_guard :: __private :: boundary !",
            "let __machineid_guard_caller = :: machineid_guard :: __private :: Caller :: here () ;",
            "Box :: pin (async move {",
            "ask_at_for (__machineid_guard_boundary , __machineid_guard_caller) . await",
            "return {",
            "carried (",
            "made (move || -> Pin < Box < dyn Future < Output = R > + Send >> { { work () ;",
            ". await",
        ],
    );
}

#[test]
fn an_opaque_future_is_not_boxed() {
    assert_guarded(
        quote!(),
        quote!(
            fn f() -> impl Future<Output = Result<impl Copy, E>> {
                work()
            }
        ),
        &[
            "let __machineid_guard_caller = :: machineid_guard :: __private :: Caller :: here () ;",
            "async move {",
            "ask_at_for (__machineid_guard_boundary , __machineid_guard_caller) . await",
            "return {",
            "carried (",
            "made (move || { { work () } })",
        ],
    );
}

#[test]
fn an_alias_of_a_future_is_named() {
    assert_guarded(
        quote!(future),
        quote!(
            fn f() -> Reply {
                work()
            }
        ),
        &[
            "< Reply as :: machineid_guard :: __private :: BoxedFuture > :: from_itself (",
            "Box :: pin (async move {",
            "return {",
            "output :: < < Reply as :: machineid_guard :: __private :: BoxedFuture > :: Output >",
            "< Reply as :: machineid_guard :: __private :: BoxedFuture > :: of (move || -> Reply { { work () } }) . await",
        ],
    );
}

#[test]
fn a_stream_asks_in_the_future_that_gives_it() {
    assert_guarded(
        quote!(),
        quote!(
            fn f() -> impl Stream<Item = R> {
                work()
            }
        ),
        &[
            ":: machineid_guard :: __private :: stream (async move {",
            "return :: machineid_guard :: __private :: Err (",
            "carried (",
            ":: machineid_guard :: __private :: Ok (:: machineid_guard :: __private :: made (move || { { work () } }))",
        ],
    );
    assert_guarded(
        quote!(recheck = "1s", on_denied = refused),
        quote!(
            fn f() -> BoxStream<'static, R> {
                work()
            }
        ),
        &[
            "Box :: pin (:: machineid_guard :: __private :: stream (async move {",
            "__machineid_guard_in_flight . stream (move || -> BoxStream < 'static , R > { { work () } } ,",
            "move | __machineid_guard_denied | :: machineid_guard :: __private :: on_denied",
        ],
    );
}

#[test]
fn a_text_that_the_future_may_not_borrow_is_copied() {
    for returned in [
        quote!(impl Future<Output = R>),
        quote!(impl Future<Output = R> + use<>),
        quote!(Pin<Box<dyn Future<Output = R> + Send>>),
        quote!(BoxFuture<'static, R>),
        quote!(BoxStream<'static, R>),
        quote!(BoxFuture<'a, R>),
        quote!(impl Future<Output = R> + use<'a>),
        quote!(impl Stream<Item = R> + use<'a>),
    ] {
        assert_guarded(
            quote!(),
            quote!(fn f(text: &str, unused: &str, number: &u8) -> #returned { work(text, number) }),
            &[
                "let __machineid_guard_copy_of_text = :: machineid_guard :: __private :: String :: from (text) ;",
                "async move { let text : & :: machineid_guard :: __private :: str = & __machineid_guard_copy_of_text ;",
            ],
        );
    }
    for returned in [
        quote!(Result<R, E>),
        quote!(impl Stream<Item = R>),
        quote!(impl Future<Output = R> + '_),
        quote!(impl Future<Output = Result<&str, E>>),
        quote!(Pin<Box<dyn Future<Output = R> + Send + '_>>),
        quote!(impl Stream<Item = R> + 'a),
        quote!(BoxFuture<R>),
    ] {
        let output = tool(quote!(), quote!(fn f(text: &str) -> #returned { work(text) }));
        assert!(!output.contains("copy_of"), "{output}");
        assert_eq!(errors(&output), 0, "{output}");
    }
}

#[test]
fn what_on_denied_needs_after_the_body_is_copied() {
    let arguments = quote!(recheck = "1s", on_denied = |denied| format!("{query}{}", other(place)));
    assert_guarded(
        arguments.clone(),
        quote!(
            async fn f(query: String, place: Place) -> R {
                work(query)
            }
        ),
        &[
            "let __machineid_guard_kept_query = :: machineid_guard :: __private :: Clone :: clone (& query) ;",
            "async move {",
            "return { let query = __machineid_guard_kept_query ; :: machineid_guard :: __private :: on_denied",
        ],
    );
    let lent = tool(
        arguments,
        quote!(
            async fn f(&mut self, query: &mut String) -> R {
                work(query, self.x)
            }
        ),
    );
    assert!(lent.contains(". run (async {"), "{lent}");
}
