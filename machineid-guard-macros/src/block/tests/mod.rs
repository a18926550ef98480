//! Which functions of a block get a boundary, and which blocks are refused.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::{BlockAttribute, expand};

mod generated;
mod hidden;

fn guarded(arguments: TokenStream, item: impl ToTokens) -> String {
    expand(BlockAttribute::GuardedTools, arguments, &item.into_token_stream()).to_string()
}

fn required(arguments: TokenStream, item: impl ToTokens) -> String {
    expand(BlockAttribute::RequireBoundaries, arguments, &item.into_token_stream()).to_string()
}

/// The errors in the output. A demand that the function's own attribute takes out again is none.
fn errors(output: &str) -> usize {
    output.matches("compile_error ! {").count()
}

/// The names of the boundaries in the output, in their order.
#[track_caller]
fn assert_boundaries(output: &str, expected: &[&str]) {
    assert_eq!(errors(output), 0, "{output}");
    let names: Vec<&str> =
        output.split("boundary ! { ToolCall , \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(names, expected, "{output}");
}

#[track_caller]
fn assert_refused(output: &str, message: &str) {
    assert_eq!(errors(output), 1, "{output}");
    assert!(output.contains(message), "{message:?} is not in {output}");
    assert!(!output.contains("# [unguarded"), "an exemption that stays would be a second error: {output}");
}

#[test]
fn public_functions_and_tools_of_an_impl_get_one() {
    let output = guarded(
        quote!(surface = "email"),
        quote! {
            impl<const N: usize> Server<{ N }> where [u8; { N }]: Sized {
                #![allow(unused)]
                const MAX: usize = { 3 };
                type Of = u8;
                pub fn a(&self) -> R {}
                pub(crate) async fn b(&self) -> R {}
                fn private(&self) {}
                pub(self) fn also_private(&self) {}
                #[rmcp::tool(name = "c")] fn c(&self) -> R {}
                #[cfg(feature = "d")] pub fn d(&self) -> R {}
                #[side_effect(surface = "payments")] pub fn own(&self) -> R {}
                #[unguarded(reason = "constructor")] #[doc = "New."] pub const fn new() -> Self {}
            }
        },
    );
    assert_boundaries(&output, &["a", "b", "c", "d"]);
    assert_eq!(output.matches("surface = \"email\" }").count(), 4, "{output}");
    assert!(output.contains("# [doc = \"New.\"] pub const fn new () -> Self { }"), "{output}");
    assert!(output.contains("# [cfg (feature = \"d\")] pub fn d"), "{output}");
    assert!(output.contains("# [side_effect (surface = \"payments\")] pub fn own (& self) -> R {"), "{output}");
    assert!(output.contains("const MAX : usize = { 3 } ;"), "{output}");
}

#[test]
fn modules_are_covered_to_their_depth() {
    let module_with = |item: TokenStream| {
        let module = quote! {
            pub mod tools {
                use super::*;
                macro_rules! m { () => {} }
                pub fn a() -> R {}
                pub mod inner { pub fn b() -> R {} }
                impl Server { pub fn c() -> R {} fn d() {} }
                impl Tool for Server { #[unguarded(reason = "reads")] fn name() -> u8 { 1 } #[tool] fn e() -> R {} }
                #[require_boundaries] impl Other { #[guarded_tool] pub fn f() -> R {} }
                trait Tool { fn name() -> u8; }
                #[unguarded(reason = "no functions")] thread_local! { static X: u8 = 1; }
                #item
            }
        };
        guarded(quote!(), module)
    };
    assert_refused(
        &module_with(quote!(
            pub const fn g() -> u8;
        )),
        "remove `const`",
    );
    let output = module_with(quote!());
    assert_boundaries(&output, &["a", "b", "c", "e"]);
    assert!(output.contains("# [require_boundaries] impl Other"), "{output}");
}

#[test]
fn a_constructor_says_whether_it_is_one() {
    for constructor in [
        quote!(pub fn new() -> Self),
        quote!(pub(crate) async fn open(path: &str) -> Server<T>),
        quote!(pub const fn new() -> (Self)),
    ] {
        let block =
            |exemption: TokenStream| quote!(impl<T> Server<T> { #exemption #constructor {} pub fn a() -> R {} });
        assert_refused(&guarded(quote!(), block(quote!())), "say so, `#[unguarded(reason = \\\"constructs\\\")]`");
        assert_refused(
            &guarded(
                quote!(),
                quote!(mod m { #[unguarded(reason = "x")] fn b() {} impl<T> Server<T> { #constructor {} } }),
            ),
            "looks like a constructor",
        );
        assert_boundaries(&guarded(quote!(), block(quote!(#[unguarded(reason = "constructs")]))), &["a"]);
    }
    assert_refused(&required(quote!(), quote!(impl S { pub fn new() -> Self {} })), "looks like a constructor");
    let tools = quote! {
        impl S {
            pub fn a(self) -> Self {}
            pub fn b() -> Result<Self, E> {}
            pub fn c() -> S<u8> {}
            #[tool] pub fn d() -> Self {}
            fn private() -> Self {}
        }
    };
    assert_boundaries(&guarded(quote!(), tools), &["a", "b", "c", "d"]);
    let answers = quote!(impl Tool for S { fn e() -> Self {} });
    assert_boundaries(&guarded(quote!(fns(e)), answers), &["e"]);
}

#[test]
fn a_trait_implementation_takes_names() {
    let item = quote!(impl Tool for Server { fn name(&self) -> &str { "x" } async fn execute(&self) -> R {} fn run(&self) -> R {} });
    assert_boundaries(&guarded(quote!(fns(execute), name = self.name()), item.clone()), &["x"]);
    let output = guarded(quote!(fns(execute), name = self.label()), item.clone());
    assert_boundaries(&output, &["execute"]);
    assert!(output.contains("NameExpr :: text (& (self . label ()))"), "{output}");
    assert_refused(&guarded(quote!(), item.clone()), "name the ones that act");
    assert_refused(&guarded(quote!(fns(exceute)), item.clone()), "did you mean `execute`?");
    assert_refused(&guarded(quote!(fns(nothing_like_it)), item.clone()), "it has `name`, `execute`, `run`");
    assert_refused(&required(quote!(fns(execute)), item), "`execute` has no boundary");
}

#[test]
fn an_unfinished_body_is_still_guarded() {
    let item: TokenStream =
        "impl S { pub fn a() -> R { self. } pub fn b() -> R { let x = } }".parse().unwrap_or_default();
    assert_boundaries(&guarded(quote!(), item), &["a", "b"]);
}

#[test]
fn every_missing_boundary_is_demanded() {
    let output = required(
        quote!(),
        quote!(impl S { pub fn a() -> R {} #[resume] pub fn b() -> R {} #[tool] fn c() -> R {} #[unguarded(reason = "x")] pub fn d() {} }),
    );
    assert_eq!(errors(&output), 2, "{output}");
    assert!(!output.contains("unguarded (reason"), "{output}");
    let output = required(
        quote!(),
        quote!(impl S { #[resume] fn b() -> R {} fn c() {} #[unguarded(reason = "x")] pub fn d() {} }),
    );
    assert_eq!(output, "impl S { # [resume] fn b () -> R { } fn c () { } pub fn d () { } }");
}

#[test]
fn blocks_that_cannot_be_covered_are_refused() {
    assert_refused(&guarded(quote!(), quote!(impl S {})), "empty block");
    assert_refused(
        &guarded(
            quote!(),
            quote!(
                mod m {}
            ),
        ),
        "empty block",
    );
    assert_refused(&guarded(quote!(), quote!(impl S { fn private() {} })), "guards nothing here");
    assert_refused(&guarded(quote!(), quote!(impl S { tools!(); pub fn a() -> R {} })), "`tools!` makes");
    assert_refused(
        &guarded(
            quote!(),
            quote!(
                fn f() -> R {}
            ),
        ),
        "for one function use `#[guarded_tool]`",
    );
    assert_refused(
        &guarded(
            quote!(),
            quote!(
                pub struct S;
            ),
        ),
        "the `impl` block of this `struct`",
    );
    assert_refused(
        &guarded(
            quote!(),
            quote!(
                trait T {}
            ),
        ),
        "no default bodies",
    );
    assert_refused(
        &guarded(
            quote!(),
            quote!(
                mod m;
            ),
        ),
        "in another file",
    );
    assert_refused(
        &guarded(
            quote!(),
            quote!(
                mod m {
                    mod n;
                    pub fn a() -> R {}
                }
            ),
        ),
        "in another file",
    );
    assert_refused(&guarded(quote!(fns(a)), quote!(impl S { pub fn a() -> R {} })), "remove `fns`");
    assert_refused(&guarded(quote!(name = "x"), quote!(impl S { pub fn a() -> R {} })), "the same name");
    assert_refused(&guarded(quote!(nme = "x"), quote!(impl S { pub fn a() -> R {} })), "unknown argument `nme`");
    assert_refused(
        &guarded(
            quote!(),
            quote!(
                #[require_boundaries]
                impl S {
                    pub fn a() -> R {}
                }
            ),
        ),
        "takes one of",
    );
    assert_refused(&guarded(quote!(), quote!(impl S { pub const fn a() -> R {} })), "exempt it with");
    assert_refused(
        &guarded(quote!(), quote!(impl S { #[cached] pub fn a() -> R {} })),
        "call a private function of its own that is memoized",
    );
    for item in
        ["", "impl", "impl S", "mod", "impl S { fn }", "impl S { pub }", "impl S { pub fn a( }", "mod m { struct }"]
    {
        let item: TokenStream = item.parse().unwrap_or_default();
        let output = guarded(quote!(), item.clone());
        assert_eq!(errors(&output), 1, "{item}: {output}");
    }
}

#[test]
fn an_exemption_has_a_reason() {
    let exempt =
        |exemption: TokenStream| guarded(quote!(), quote!(impl S { #exemption pub fn a() {} pub fn b() -> R {} }));
    assert_boundaries(&exempt(quote!(#[unguarded(reason = "reads a constant")])), &["b"]);
    assert_refused(&exempt(quote!(#[unguarded])), "needs a reason");
    assert_refused(&exempt(quote!(#[unguarded()])), "needs a reason");
    assert_refused(&exempt(quote!(#[unguarded = "x"])), "needs a reason");
    assert_refused(&exempt(quote!(#[unguarded(reason = " ")])), "the reason is blank");
    assert_refused(&exempt(quote!(#[unguarded(reason = 5)])), "the reason is a string");
    assert_refused(&exempt(quote!(#[unguarded(because = "x")])), "takes `reason` only");
    assert_refused(&exempt(quote!(#[unguarded(reason = "x", reason = "y")])), "given twice");
    assert_refused(&exempt(quote!(#[unguarded(reason = "x")] #[unguarded(reason = "x")])), "stands here twice");
    assert_refused(&exempt(quote!(#[unguarded(reason = "x")] #[resume])), "remove one of the two");
}

#[test]
fn every_beginning_of_a_block_is_survived() {
    let members: TokenStream = "#![allow(x)] trait J { fn k() {} } pub static L: fn() = || 1; const A: u8 = { 1 }; type B = u8; m! { x } m!(y); use a::b; mod c; \
                                #[unguarded(reason = \"x\")] pub const fn d() {} struct E<const N: usize = { 3 }>; \
                                pub(crate) async fn f(&self) -> R { x. } impl<T> G for H<T> where T: { fn i() {} }"
        .parse()
        .unwrap_or_default();
    for length in 0..=members.clone().into_iter().count() {
        let members: TokenStream = members.clone().into_iter().take(length).collect();
        for head in
            [quote!(impl S), quote!(mod m), quote!(impl<T> Tool for S<T>), quote!(unsafe trait T<U>: A + B where U: C)]
        {
            assert!(!guarded(quote!(), quote!(#head { #members })).is_empty());
            assert!(!required(quote!(fns(f)), quote!(#head { #members })).is_empty());
        }
    }
}
