//! What a guarded module could hide: each is refused with the way out, and accepted with it.

use proc_macro2::TokenStream;

use super::{assert_boundaries, assert_refused, errors, guarded, required};

/// A module with one tool, and what is under test beside it.
fn module(item: &str) -> TokenStream {
    format!("mod tools {{ pub fn a() -> R {{}} {item} }}").parse().unwrap_or_default()
}

#[track_caller]
fn assert_hides(item: &str, message: &str) {
    assert_refused(&guarded(TokenStream::new(), module(item)), message);
    let output = required(TokenStream::new(), module(item));
    assert_eq!(errors(&output), 2, "the tool itself is missing its boundary: {output}");
    assert_boundaries(
        &guarded(TokenStream::new(), module(&format!("#[unguarded(reason = \"acts on nothing\")] {item}"))),
        &["a"],
    );
}

#[track_caller]
fn assert_plain(item: &str) {
    let output = guarded(TokenStream::new(), module(item));
    assert_boundaries(&output, &["a"]);
}

#[test]
fn implementations_and_default_bodies_of_traits() {
    assert_hides("impl Tool for S { fn name() {} fn run() {} }", "`name`, `run` would run unasked");
    assert_hides("impl<T> other::Tool<T> for S { fn run() {} }", "`#[guarded_tools(fns(…))]` on the `impl`");
    assert_hides("pub trait Tool: Send { fn name(); fn run() {} }", "`run` would run unasked");
    assert_hides("trait Tool<T> where T: Send { fn run() {} }", "on the `trait`");
    assert_hides("impl Tool for S { #[guarded_tool] fn run() -> R {} fn more() {} }", "`more` would run unasked");
    assert_hides("impl Display for S { fn run() {} }", "`run` would run unasked");
    assert_hides("impl Iterator for S { fn next() {} }", "`next` would run unasked");
    assert_hides("impl Tool for S { #[other::resume] fn run() {} }", "`run` would run unasked");
    assert_hides("#[other::guarded_tools] impl Tool for S { fn run() {} }", "`run` would run unasked");
    assert_hides("#[cfg_attr(x, guarded_tools)] impl Tool for S { fn run() {} }", "`run` would run unasked");
    assert_hides("#[other::unguarded(reason = \"x\")] impl Tool for S { fn run() {} }", "`run` would run unasked");
}

#[test]
fn traits_that_act_on_nothing_need_no_word() {
    for item in [
        "impl Default for S { fn default() -> Self {} }",
        "impl std::fmt::Display for S { fn fmt() {} }",
        "impl<T> From<T> for S { fn from(it: T) -> Self {} }",
        "impl Drop for S { fn drop(&mut self) {} }",
        "impl<'de> serde::Deserialize<'de> for S { fn deserialize() {} }",
        "impl Marker for S {}",
        "impl !Send for S {}",
        "trait Tool { const A: u8 = 1; type B; fn run(); }",
        "trait Alias = Send + Sync;",
        "impl Tool for S { #[guarded_tool] fn run() -> R {} #[unguarded(reason = \"x\")] fn name() {} }",
        "#[guarded_tools(fns(run))] impl Tool for S { fn run() {} }",
        "#[machineid_guard::require_boundaries(fns(run))] trait Tool { fn run() {} }",
    ] {
        assert_plain(item);
    }
}

#[test]
fn constants() {
    assert_hides("const _: () = { impl S { pub fn f() {} } };", "what `impl` makes");
    assert_hides("static X: u8 = { (|| { impl S { pub fn f() {} } }); 1 };", "what `impl` makes");
    assert_hides("const _: () = { tools! {} };", "what `tools` makes");
    assert_hides("struct T([u8; { impl S { pub fn f() {} } 0 }]);", "what `impl` makes");
    let in_a_head = "fn b(x: [u8; { impl S { pub fn f() {} } 0 }]) {} impl T<{ impl S {} 0 }> for S {}";
    assert_eq!(errors(&guarded(TokenStream::new(), module(in_a_head))), 2);
    for item in [
        "pub static RUN: fn() = private;",
        "pub static RUN: Handler = || work();",
        "pub static RUN: Handler = private;",
        "pub(crate) const RUN: Handler = super::private;",
        "pub const RUN: Tool = Tool { name: \"x\", run: private };",
        "pub const RUN: Tool = Tool { private };",
        "pub const RUN: Tool = Tool::new(\"x\", private::<u8>);",
        "pub static RUN: &[&dyn Fn()] = &[&private];",
        "pub static RUN: Lazy<u8> = Lazy::new(|| work());",
        "pub static RUN: Lazy<u8> = Lazy::new(move |a| work());",
        "pub static RUN: Handler = handler!(work);",
        "pub const RUN: Handler = { let it = private; it };",
        "impl S { pub const RUN: Handler = private; }",
        "impl S { pub const RUN: Handler = Self::private; }",
    ] {
        if item.starts_with("impl") {
            assert_refused(&guarded(TokenStream::new(), module(item)), "a function in a public `const`");
        } else {
            assert_hides(item, "a function in a public `");
        }
    }
    for item in [
        "const _: () = assert!(A < B, \"x\");",
        "const _: () = { assert!(A != B); };",
        "static RUN: fn() = private;",
        "pub static COUNT: AtomicU8 = AtomicU8::new(limit());",
        "pub const NAMES: &[&str] = &[\"a\", concat!(\"b\", \"c\")];",
        "pub const MASK: u8 = A | B | Self::C | u8::MAX | f(1) | 3 as u8 | if A || B { 1 } else { 2 };",
        "pub const PLACE: &'static str = r#\"x\"#;",
        "pub const WIDE: usize = size_of::<Option<u64>>() + core::mem::size_of::<u8>();",
        "pub const SUM: usize = { let mut sum = 0; let step = 1; while sum < A { sum += step; } sum };",
        "pub const VERSION: &str = concat!(env!(\"A\"), \"x\");",
        "pub const POINT: Point = Point { x: 1, y: A.y };",
        "pub enum Kind { A = { 1 }, B = 2 }",
        "pub struct T<const N: usize = { 3 }>([u8; N]);",
        "pub type Handler = fn(u8) -> R;",
        "pub struct U { a: a_type!(u8), b: impl_type }",
        "macro_rules! m { () => { impl S { pub fn f() {} } } }",
        "impl S { const RUN: Handler = private; pub const LIMIT: usize = 3; }",
    ] {
        assert_plain(item);
    }
    assert_refused(
        &guarded(TokenStream::new(), module("#[unguarded(reason = \"x\")] fn b() {} impl T for S { const A: F = b; }")),
        "a function in a public `const`",
    );
}

#[test]
fn what_is_written_elsewhere() {
    for item in [
        "pub use super::run;",
        "pub(crate) use super::{Error, run};",
        "pub use super::*;",
        "pub use super::config::{self, Config};",
        "pub use super::Run as run;",
        "pub use super::run as Run;",
        "pub use other::inner::run;",
        "pub use inner as them; mod inner {}",
        "pub extern crate other;",
    ] {
        assert_hides(item, "is public here and written elsewhere");
    }
    for item in [
        "use super::run;",
        "pub(self) use super::run;",
        "pub use super::{Error, Kind::*, MAX};",
        "pub use super::Tool as _;",
        "pub use inner::*; mod inner { pub struct T; }",
        "pub use self::inner::{f as g}; mod inner { #[unguarded(reason = \"x\")] pub fn f() {} }",
        "extern crate other;",
        "extern \"C\" { fn private(); pub static COUNT: u8; }",
    ] {
        assert_plain(item);
    }
    assert_hides("unsafe extern \"C\" { pub safe fn run(); }", "has no body here that could ask");
    assert_hides("extern \"C\" { pub static RUN: extern \"C\" fn(); }", "a function in a public `static`");
    assert_hides("pub macro m() { fn f() {} }", "does not know this kind of item");
}

#[test]
fn functions_that_leave_the_block_by_another_way() {
    let output = guarded(
        TokenStream::new(),
        module(
            "#[cfg_attr(x, rmcp::r#tool(name = \"y\"))] fn b() -> R {} #[unsafe(no_mangle)] extern \"C\" fn c() -> R {} \
             #[cfg_attr(x, guarded_tool)] pub fn d() -> R {} #[rustfmt::resume] pub fn e() -> R {}",
        ),
    );
    assert_boundaries(&output, &["a", "b", "c", "d", "e"]);
    let output = required(
        TokenStream::new(),
        "mod m { #[cfg_attr(x, resume)] pub fn d() {} }".parse::<TokenStream>().unwrap_or_default(),
    );
    assert_refused(&output, "take its boundary out of the `cfg_attr`");
}

#[test]
fn a_boundary_of_its_own_has_to_come_to_the_body() {
    let output =
        guarded(TokenStream::new(), module("#[resume] pub fn b() { #![allow(x)] work() } #[resume] fn c() {}"));
    assert_boundaries(&output, &["a"]);
    assert_eq!(output.matches("`#[resume]` of machineid-guard does not reach `b`").count(), 1, "{output}");
    let output = output.replace(' ', "");
    assert!(output.contains("pubfnb(){#![allow(x)]::core::compile_error"), "{output}");
    assert!(output.contains("fnc(){}"), "{output}");
    let output = guarded(TokenStream::new(), module("#[guarded_tools] impl S { #![allow(x)] pub fn b() -> R {} }"));
    assert!(output.contains("`#[guarded_tools]` of machineid-guard does not reach this block"), "{output}");
    let output = output.replace(' ', "");
    assert!(output.contains("implS{#![allow(x)]::core::compile_error"), "{output}");
}

#[test]
fn a_memoizer_beside_a_boundary_is_refused_where_the_function_is_reached() {
    let memoized = "#[cached] #[guarded_tool] pub fn b() -> R {}";
    assert_refused(&guarded(TokenStream::new(), module(memoized)), "memoize a private function");
    assert_plain("#[cached] #[guarded_tool] fn b() -> R {}");
}
