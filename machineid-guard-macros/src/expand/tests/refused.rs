//! Mistakes, and input that only an editor sends: one error, and the item stays.

use proc_macro2::TokenStream;
use quote::quote;

use super::{assert_guarded, assert_refused, errors, tool};
use crate::attribute::BoundaryAttribute;
use crate::expand::attribute;

#[test]
fn an_unfinished_body_is_still_a_guarded_item() {
    // Not Rust as syn knows it: only raw tokens survive this.
    let body: TokenStream = "fn f() -> R { let y = x. }".parse().unwrap_or_default();
    assert_guarded(quote!(), body, &["fn f () -> R {", "wait_at (", "let y = x ."]);
    let body: TokenStream = "async fn f() -> R { match x { Some(a) => , } self. }".parse().unwrap_or_default();
    assert_guarded(quote!(), body, &[". await", "Some (a) => , }", "self ."]);
}

#[test]
fn unfinished_arguments_keep_the_item() {
    for arguments in
        ["name", "name =", "name = self.", "sur", "surface = ", "=", ",", "name = \"a\" surface", "crate = ", "\"a\""]
    {
        let arguments: TokenStream = arguments.parse().unwrap_or_default();
        let output = tool(
            arguments.clone(),
            quote!(
                fn f() -> R {
                    work()
                }
            ),
        );
        assert_eq!(errors(&output), 1, "{arguments}: {output}");
        assert!(output.ends_with("fn f () -> R { work () }"), "{arguments}: {output}");
    }
}

#[test]
fn tokens_that_are_no_item_are_one_error() {
    for item in ["", "#[doc = \"x\"]", "pub", "fn", "fn f", "fn f()", "fn f() -> R", "async", "fn f() {} fn g() {}"] {
        let item: TokenStream = item.parse().unwrap_or_default();
        let output = tool(quote!(), item.clone());
        assert_eq!(errors(&output), 1, "{item}: {output}");
    }
}

#[test]
fn places_where_a_boundary_cannot_hold_are_refused() {
    assert_refused(
        quote!(),
        quote!(
            const fn f() -> R {}
        ),
        "remove `const`",
    );
    assert_refused(
        quote!(),
        quote!(
            fn f(&self) -> R;
        ),
        "`f` has no body here",
    );
    assert_refused(
        quote!(),
        quote!(
            fn f() {}
        ),
        "`f` returns nothing",
    );
    assert_refused(
        quote!(),
        quote!(
            async fn f() -> () {}
        ),
        "`f` returns nothing",
    );
    assert_refused(
        quote!(),
        quote!(
            #[guarded_tool]
            fn f() -> R {}
        ),
        "stands here twice",
    );
    assert_refused(
        quote!(future),
        quote!(
            async fn f() -> R {}
        ),
        "remove `future`",
    );
    assert_refused(
        quote!(recheck = "1s"),
        quote!(
            fn f() -> R {}
        ),
        "checkpoint_blocking!",
    );
    assert_refused(
        quote!(),
        quote!(
            pub struct S;
        ),
        "`#[guarded_tools]` on the `impl` block",
    );
    assert_refused(quote!(), quote!(impl S {}), "use `#[guarded_tools]` for a whole `impl`");
    assert_refused(quote!(), quote!(unsafe impl S {}), "use `#[guarded_tools]` for a whole `impl`");
    assert_refused(
        quote!(),
        quote!(
            pub mod m {}
        ),
        "use `#[guarded_tools]` for a whole `mod`",
    );
    assert_refused(
        quote!(),
        quote!(
            trait T {}
        ),
        "on the functions of each `impl`",
    );
    assert_refused(
        quote!(),
        quote!(
            static X: u8 = 1;
        ),
        "this is not a function",
    );
}

#[test]
fn the_word_future_is_refused_where_there_is_none() {
    for returned in
        [quote!(Result<R, E>), quote!(impl Stream<Item = R>), quote!(BoxStream<'a, R>), quote!(impl Iterator<Item = R>)]
    {
        assert_refused(quote!(future), quote!(fn f() -> #returned {}), "the return type is no boxed future");
    }
}

#[test]
fn other_attributes_are_no_mistake() {
    assert_guarded(
        quote!(),
        quote!(
            #[side_effect(surface = "a")]
            #[instrument]
            fn f() -> R {}
        ),
        &["# [side_effect"],
    );
    assert_guarded(
        quote!(on_denied = drop),
        quote!(
            fn f() {}
        ),
        &["on_denied :: < () >"],
    );
}

#[test]
fn a_side_effect_names_its_surface() {
    let output = attribute(
        BoundaryAttribute::SideEffect,
        quote!(),
        &quote!(
            fn f() -> R {}
        ),
    )
    .to_string();
    assert_eq!(errors(&output), 1, "{output}");
    assert!(output.contains("needs the surface"), "{output}");
    let output = attribute(
        BoundaryAttribute::SideEffect,
        quote!(surface = "a"),
        &quote!(
            fn f() -> R {}
        ),
    )
    .to_string();
    assert!(output.contains("boundary ! { SideEffect"), "{output}");
}

#[test]
fn a_permit_stands_in_beside_an_error() {
    let output = tool(
        quote!(nme = "a", permit = permit),
        quote!(
            fn f() -> R {
                #![allow(x)]
                use_it(permit)
            }
        ),
    );
    assert_eq!(errors(&output), 1, "{output}");
    assert!(
        output.contains("# ! [allow (x)] let permit : :: machineid_guard :: __private :: Permit < _ >"),
        "{output}"
    );
    assert!(output.ends_with("use_it (permit) }"), "{output}");
}

#[test]
fn every_beginning_of_an_input_is_survived() {
    let arguments: TokenStream = "name = self.name(), surface = Of<u8>, device = f(a, b)?, \
                                  on_denied = |denied| g::<u8, u8>(denied), permit = permit, future, \
                                  recheck = \"1s\", crate = a::b, surface = \"x\""
        .parse()
        .unwrap_or_default();
    let item: TokenStream = "#[a = \"b\"] #[cfg_attr(x, cached(y))] pub(in crate::a) async unsafe extern \"C\" \
                             fn r#f<'a, T: Fn(&u8) -> u8, const N: usize>(&'a mut self, mut a: [T; { N }]) -> \
                             Pin<Box<dyn Future<Output = Result<impl Fn() -> !, E>> + 'a>> where T: 'a \
                             { #![allow(x)] let y = x. ; m! {} }"
        .parse()
        .unwrap_or_default();
    for length in 0..=arguments.clone().into_iter().count() {
        let arguments: TokenStream = arguments.clone().into_iter().take(length).collect();
        assert!(!tool(arguments, item.clone()).is_empty());
    }
    for length in 0..=item.clone().into_iter().count() {
        let item: TokenStream = item.clone().into_iter().take(length).collect();
        assert!(!tool(quote!(), item).is_empty());
    }
}

#[test]
fn a_cache_that_would_answer_in_place_of_the_boundary_is_refused() {
    assert_refused(
        quote!(),
        quote!(
            #[doc = "x"]
            #[cached(size = 1)]
            fn f() -> R {}
        ),
        "`#[cached]` would answer from its cache without asking: take it off `f`",
    );
    assert_refused(
        quote!(),
        quote!(
            #[cfg_attr(x, a, memoize::memoize)]
            fn f() -> R {}
        ),
        "`#[memoize]` would answer from its cache without asking: take it off `f`",
    );
    assert_refused(
        quote!(),
        quote!(
            fn memoized_original_f() -> R {}
        ),
        "`#[memoize]` would answer from its cache without asking: take it off `f`",
    );
}
