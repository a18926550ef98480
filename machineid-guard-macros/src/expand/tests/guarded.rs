//! Functions that get their boundary.

use quote::quote;

use super::{assert_guarded, errors, invisible, tool};

#[test]
fn a_sync_function_waits_before_its_body() {
    assert_guarded(
        quote!(),
        quote!(
            #[inline]
            pub fn f<T>(x: T) -> Result<T, E>
            where
                T: Copy,
            {
                Ok(x)
            }
        ),
        &[
            "# [inline] pub fn f < T > (x : T) -> Result < T , E > where T : Copy , {",
            ":: machineid_guard :: __private :: boundary ! { ToolCall , \"f\"",
            "wait_at (",
            "return < Result < T , E > as :: machineid_guard :: __private :: FromDenied > :: from_denied",
            "{ Ok (x) }",
        ],
    );
}

#[test]
fn an_async_function_asks_before_its_body() {
    assert_guarded(
        quote!(),
        quote!(
            async fn f() -> R {
                work().await
            }
        ),
        &["ask_at (& __MACHINEID_GUARD_BOUNDARY) . await", "{ work () . await }"],
    );
}

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
            "let __machineid_guard_boundary = { :: machineid_guard :: __private :: boundary !",
            "let __machineid_guard_caller = :: machineid_guard :: __private :: Caller :: here () ;",
            "Box :: pin (async move {",
            "ask_at_for (__machineid_guard_boundary , __machineid_guard_caller) . await",
            "return < R as",
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
            "return < Result < _ , E > as",
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
            "return << Reply as :: machineid_guard :: __private :: BoxedFuture > :: Output as",
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
            "return :: machineid_guard :: __private :: Err (< R as",
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

#[test]
fn inner_attributes_stay_first() {
    assert_guarded(
        quote!(),
        quote!(
            fn f() -> Result<(), E> {
                #![allow(unused)]
                #![doc = "x"]
                work()
            }
        ),
        &["-> Result < () , E > { # ! [allow (unused)] # ! [doc = \"x\"] if let", "{ work () }"],
    );
}

#[test]
fn arguments_reach_the_check() {
    assert_guarded(
        quote!(name = self.name(), surface = "email", device = id, guard = self.guard, crate = kit::mg),
        quote!(
            fn f(&self, id: &str) -> R {
                work()
            }
        ),
        &[
            "kit :: mg :: __private :: boundary !",
            ", surface = \"email\" , name_expression =",
            ". name (& (self . name ())) . device (& (id)) . guard (& (self . guard))",
        ],
    );
    assert_guarded(
        quote!(name = "lookup"),
        quote!(
            fn f() -> R {}
        ),
        &["ToolCall , \"lookup\""],
    );
    assert_guarded(
        quote!(surface = Payments, permit = permit),
        quote!(
            async fn f() -> R {}
        ),
        &["let permit = match", "surface_name :: < Payments > ()", ". ask_for :: < Payments > () . await"],
    );
    assert_guarded(
        quote!(on_denied = |denied| denied.agent_message()),
        quote!(
            fn f() -> String {}
        ),
        &["return :: machineid_guard :: __private :: on_denied :: < String >"],
    );
    assert_guarded(
        quote!(recheck = "500ms", permit = _permit),
        quote!(
            async fn f() -> R {
                work().await
            }
        ),
        &[
            "let (_permit , __machineid_guard_in_flight) = match",
            ". recheck (:: machineid_guard :: __private :: Duration :: from_millis (500u64)) . ask_for",
            "__machineid_guard_in_flight . run (async move {",
            "annotate :: < R > ()",
            "{ work () . await }",
        ],
    );
}

#[test]
fn raw_identifiers_are_called_by_their_name() {
    assert_guarded(
        quote!(),
        quote!(
            fn r#match() -> R {}
        ),
        &["fn r#match", "ToolCall , \"match\""],
    );
}

#[test]
fn qualifiers_are_untouched() {
    for item in [
        quote!(
            pub(in crate::a) async unsafe fn f() -> R {}
        ),
        quote!(
            #[unsafe(no_mangle)]
            pub unsafe extern "C-unwind" fn f() -> R {}
        ),
        quote!(default fn f() -> R {}),
        quote!(
            fn f(&mut self, #[cfg(x)] a: u8, (b, _): (u8, u8), impl_: impl Fn(&u8) -> u8) -> R {}
        ),
    ] {
        let written = item.to_string();
        let head = written.trim_end_matches("{ }");
        let output = tool(quote!(), item);
        assert!(output.starts_with(head), "{output}");
        assert_eq!(errors(&output), 0, "{output}");
    }
}

#[test]
fn groups_of_macro_rules_are_seen_through() {
    let body = invisible(quote!({ work() }));
    let visibility = invisible(quote!());
    let ty = invisible(quote!(R));
    let function = quote!(#visibility fn f() -> #ty #body);
    assert_guarded(quote!(), quote!(#function), &["fn f", "wait_at (", "{ work () }"]);
    let item = invisible(function);
    assert_guarded(quote!(), quote!(#item), &["fn f", "wait_at (", "{ work () }"]);
    let path = invisible(quote!(kit::mg));
    let name = invisible(quote!("lookup"));
    assert_guarded(
        quote!(crate = #path, name = #name),
        quote!(
            fn f() -> R {}
        ),
        &["kit :: mg :: __private", "\"lookup\""],
    );
}

#[test]
fn nothing_is_allowed_and_every_local_name_is_ours() {
    let output = tool(
        quote!(permit = permit),
        quote!(
            async fn f() -> R {
                work()
            }
        ),
    );
    assert!(!output.contains("allow"), "{output}");
    assert!(!output.contains("unsafe"), "{output}");
}
