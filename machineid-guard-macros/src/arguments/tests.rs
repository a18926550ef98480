//! What is read from an attribute's parentheses, and what is refused.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Name, Surface, Taker, parse};

const TAKER: Taker = Taker::Boundary("guarded_tool");

/// All mistakes that are reported.
fn mistakes(tokens: TokenStream) -> Vec<String> {
    parse(TAKER, tokens)
        .error
        .map(|error| error.into_iter().map(|error| error.to_string()).collect())
        .unwrap_or_default()
}

#[track_caller]
fn assert_mistake(tokens: TokenStream, message: &str) {
    let mistakes = mistakes(tokens);
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert!(mistakes.iter().all(|mistake| mistake.contains(message)), "{message:?} is not in {mistakes:?}");
}

#[test]
fn every_argument_is_read() {
    let parsed = parse(
        TAKER,
        quote!(
            name = "refund",
            surface = "payments",
            device = device(a, b),
            guard = &self.guard,
            on_denied = |denied| say::<u8, u8>(denied, 1),
            permit = permit,
            future,
            recheck = "2s",
            crate = kit::mg,
        ),
    );
    assert!(parsed.error.is_none());
    let arguments = parsed.arguments;
    assert!(matches!(arguments.name, Some(Name::Literal(_))));
    assert!(matches!(arguments.surface, Some(Surface::Literal(_))));
    assert!(arguments.device.is_some() && arguments.guard.is_some() && arguments.on_denied.is_some());
    assert!(arguments.permit.is_some_and(|permit| permit == "permit"));
    assert!(arguments.future.is_some());
    assert_eq!(arguments.recheck.map(|recheck| recheck.milliseconds), Some(2_000));
    assert_eq!(arguments.crate_path.map(|path| path.segments.len()), Some(2));
}

#[test]
fn no_arguments_are_fine() {
    assert!(mistakes(quote!()).is_empty());
}

#[test]
fn a_surface_is_a_literal_or_a_type() {
    for ty in [quote!(surface = Payments), quote!(surface = a::Payments), quote!(surface = Of<u8, u16>, name = "x")] {
        assert!(matches!(parse(TAKER, ty).arguments.surface, Some(Surface::Type(_))));
    }
    for (text, message) in [
        ("", "is blank"),
        ("  ", "is blank"),
        ("a:b", "contains `:`"),
        (" a", "starts or ends with a space"),
        ("zahlung\u{e4}", "not printable ASCII"),
        ("a\tb", "not printable ASCII"),
    ] {
        assert_mistake(quote!(surface = #text), message);
    }
    assert!(matches!(parse(TAKER, quote!(surface = S)).arguments.surface, Some(Surface::Type(_))));
    for value in [quote!(payments), quote!(PAY), quote!(consts::PAY_SURFACE), quote!(r#match)] {
        assert_mistake(quote!(surface = #value), "is neither in quotes nor a type");
    }
    assert_mistake(quote!(surface = 5), "a string literal or a type");
    assert_mistake(quote!(surface = pick()), "a string literal or a type");
    assert_mistake(quote!(surface = b"payments"), "a string literal or a type");
}

#[test]
fn unknown_arguments_name_the_nearest() {
    assert_mistake(quote!(surfce = "a"), "did you mean `surface`?");
    assert_mistake(quote!(on_deny = f), "did you mean `on_denied`?");
    assert_mistake(quote!(retries = 3), "unknown argument `retries`: remove it");
    assert_mistake(quote!(fns(a)), "unknown argument `fns`");
}

#[test]
fn repeated_and_empty_arguments_are_refused() {
    assert_mistake(quote!(name = "a", name = "b"), "the argument `name` is given twice");
    assert_mistake(quote!(future, future), "the argument `future` is given twice");
    assert_mistake(quote!(name = ), "`name` has an empty value");
    assert_mistake(quote!(name = , surface = "a"), "`name` has an empty value");
    assert_mistake(quote!(device), "`device` needs a value");
    assert_mistake(quote!(guard(self.guard)), "`guard` needs a value");
    assert_mistake(quote!(name = ""), "blank");
    assert_mistake(quote!(name = "a\nb"), "control characters");
    assert_mistake(quote!(device = " "), "the device id is blank");
}

#[test]
fn values_of_another_kind_are_refused() {
    assert_mistake(quote!(name = 5), "`name` is a string");
    assert_mistake(quote!(device = true), "`device` is a device id");
    assert_mistake(quote!(guard = "guard"), "`guard` is an expression that gives a `Guard`");
    assert_mistake(quote!(on_denied = "no"), "`on_denied` takes the denial");
    assert_mistake(quote!(on_denied = || 1), "this closure takes 0 arguments");
    assert_mistake(quote!(permit = "permit"), "the name that the permit gets");
    assert_mistake(quote!(permit = a::b), "the name that the permit gets");
    assert_mistake(quote!(future = true), "`future` takes no value");
    assert_mistake(quote!(recheck = 500), "a duration in a string");
    assert_mistake(quote!(recheck = "500"), "has no unit");
    assert_mistake(quote!(crate = "kit"), "a path without quotes");
    assert_mistake(quote!("payments"), "write `name = \"payments\"`");
    assert_mistake(quote!(name: "refund", surface = "payments"), "stands after `=`, not after `:`");
}

#[test]
fn each_of_several_mistakes_is_reported() {
    assert_eq!(mistakes(quote!(nme = "a", surface = "", device = 5)).len(), 3);
}

#[test]
fn a_mistake_that_hides_the_rest_is_reported_once() {
    assert_eq!(mistakes(quote!(name = "a" surface = "b", nme = 1)).len(), 1);
    assert_eq!(mistakes(quote!(name = self., surface = "")).len(), 1);
}

#[test]
fn functions_are_listed_by_name() {
    let listed = |tokens| parse(Taker::GuardedTools, tokens);
    assert_eq!(listed(quote!(fns(execute, r#match,))).arguments.functions.map(|names| names.len()), Some(2));
    for tokens in
        [quote!(fns), quote!(fns()), quote!(fns = execute), quote!(fns(execute, execute)), quote!(fns("execute"))]
    {
        assert!(listed(tokens.clone()).error.is_some(), "{tokens}");
    }
}
