//! Without a prelude, and under `forbid`: a generated `#[allow]` would not compile here.

#![no_implicit_prelude]
#![deny(warnings)]
#![forbid(
    dead_code,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    meta_variable_misuse,
    missing_debug_implementations,
    missing_docs,
    non_camel_case_types,
    non_snake_case,
    redundant_lifetimes,
    rust_2018_idioms,
    single_use_lifetimes,
    static_mut_refs,
    trivial_casts,
    unit_bindings,
    unreachable_code,
    unreachable_pub,
    unsafe_code,
    unused_braces,
    unused_imports,
    unused_labels,
    unused_lifetimes,
    unused_must_use,
    unused_mut,
    unused_qualifications,
    unused_results,
    unused_variables,
    variant_size_differences
)]

::machineid_guard::surface!(Payments = "payments");

#[::machineid_guard::guarded_tool]
fn sync(text: &str) -> ::core::result::Result<&str, ::machineid_guard::Denied> {
    ::core::result::Result::Ok(text)
}

#[::machineid_guard::side_effect(surface = "payments")]
async fn asynchronous(text: &str) -> ::core::result::Result<&str, ::machineid_guard::Denied> {
    ::machineid_guard::checkpoint!("next_step").await?;
    ::machineid_guard::checkpoint_blocking!("next_row")?;
    ::core::result::Result::Ok(text)
}

#[::machineid_guard::resume(recheck = "1s")]
fn boxed<'a>(
    text: &'a str,
) -> ::core::pin::Pin<
    ::std::boxed::Box<
        dyn ::core::future::Future<Output = ::core::result::Result<&'a str, ::machineid_guard::Denied>>
            + ::core::marker::Send
            + 'a,
    >,
> {
    ::std::boxed::Box::pin(async move { ::core::result::Result::Ok(text) })
}

#[::machineid_guard::guarded_tool(permit = permit)]
fn opaque() -> impl ::core::future::Future<Output = ::core::result::Result<u8, ::machineid_guard::Denied>> {
    ::core::mem::drop(permit);
    async move { ::core::result::Result::Ok(7) }
}

#[::machineid_guard::guarded_tool(on_denied = |denied| denied.agent_message(), surface = Payments, name = text)]
fn described(text: &str) -> ::std::string::String {
    ::std::string::ToString::to_string(text)
}

#[derive(Debug)]
struct Reply<'a>(&'a str);

impl ::machineid_guard::FromDenied for Reply<'_> {
    fn from_denied(_: ::machineid_guard::Denied) -> Self {
        Reply("denied")
    }
}

#[::machineid_guard::guarded_tool]
fn own(text: &str) -> Reply<'_> {
    Reply(text)
}

#[::machineid_guard::guarded_tool(on_denied = |denied| denied.agent_message())]
async fn shown(text: ::std::string::String) -> impl ::core::fmt::Debug + ::core::marker::Send {
    text
}

struct Mailer;

#[::machineid_guard::guarded_tools(surface = "email")]
impl Mailer {
    #[unguarded(reason = "constructs, sends nothing")]
    pub(crate) fn new() -> Self {
        Self
    }

    pub(crate) fn send(&self) -> ::core::result::Result<(), ::machineid_guard::Denied> {
        ::core::result::Result::Ok(())
    }
}

fn main() {
    ::core::mem::drop((sync(""), asynchronous(""), boxed(""), opaque(), described(""), own("").0, shown(::std::string::String::new()), Mailer::new().send()));
}
