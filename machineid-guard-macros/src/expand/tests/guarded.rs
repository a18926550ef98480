//! Functions that get their boundary.

use proc_macro2::TokenStream;
use quote::quote;

use super::{assert_guarded, errors, invisible, tool};
use crate::attribute::BoundaryAttribute;

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
            "wait_at (:: machineid_guard :: __private :: boundary ! { ToolCall , \"f\"",
            "return { use :: machineid_guard :: __private :: standard :: __machineid_guard_denials ;",
            "output :: < Result < T , E > > () ; { use crate :: * ;",
            "carried (",
            "< _ as :: machineid_guard :: __private :: FromDenied > :: from_denied",
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
        &["ask_at (", ") . await", "{ work () . await }"],
    );
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
            "kit :: mg :: machineid_guard_root :: boundary !",
            ", surface = \"email\" , name_expression =",
            ". name (kit :: mg :: machineid_guard_root :: NameExpr :: text (& (self . name ())))",
            ". device (kit :: mg :: machineid_guard_root :: DeviceExpr :: device (& (id))) . guard (& (self . guard))",
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
        &[
            "let permit = match",
            "surface = < Payments as :: machineid_guard :: __private :: Surface > :: NAME",
            ". ask_for (< Payments as :: machineid_guard :: __private :: Surface > :: OF) . await",
        ],
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
            ". recheck (500u64) . ask_for",
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
        &["kit :: mg :: machineid_guard_root", "\"lookup\""],
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

#[test]
fn the_name_is_the_one_that_the_frameworks_attribute_gives() {
    let named = |attribute: TokenStream| {
        let function = quote!(#attribute fn report(&self) -> Result<(), Denied> { Ok(()) });
        let output = crate::expand::attribute(BoundaryAttribute::GuardedTool, quote!(), &function).to_string();
        let start = output.find("ToolCall , \"").expect("a boundary") + "ToolCall , \"".len();
        output[start..].split('"').next().expect("text").to_owned()
    };
    assert_eq!(
        named(quote!(#[tool(description = "x", name = "stock-report", annotations(name = "y"))])),
        "stock-report"
    );
    assert_eq!(named(quote!(#[rig::tool_macro(name = "sum")])), "sum");
    assert_eq!(named(quote!(#[tool(description = "x", param(name = "q"))])), "report");
    assert_eq!(named(quote!(#[other(name = "x")])), "report");
    assert_eq!(named(quote!(#[cfg_attr(feature = "mcp", tool(name = "x"))])), "report");
    assert_eq!(named(quote!(#[tool(name = NAME)])), "report");
    assert_eq!(named(quote!(#[tool(name = " ")])), "report");
}
