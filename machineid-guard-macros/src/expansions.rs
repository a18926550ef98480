//! What the attributes write, as files for a reviewer: `expansions/*.rs`, the function as its user
//! wrote it and then what the compiler gets.
//!
//! After a deliberate change: `MACHINEID_GUARD_UPDATE_SNAPSHOTS=1 cargo test -p machineid-guard-macros`,
//! and read the difference.

use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;

use crate::attribute::BoundaryAttribute;
use crate::block::{self, BlockAttribute};
use crate::checkpoint::{self, Form};
use crate::{closure, expand, surface};

const UPDATE_VARIABLE: &str = "MACHINEID_GUARD_UPDATE_SNAPSHOTS";

/// Compares with the file of that name, or writes it.
#[track_caller]
fn assert_expansion(name: &str, written: &TokenStream, expanded: &TokenStream) {
    let text = format!(
        "// As it is written:\n\n{}\n// As it is compiled, with `P` for `::machineid_guard::__private`:\n\n{}",
        formatted(written),
        formatted(expanded)
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("expansions").join(name).with_extension("rs");
    if std::env::var_os(UPDATE_VARIABLE).is_some_and(|value| value == "1") {
        std::fs::write(&path, &text).expect("the folder is there");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == text,
        "the expansion is not that of {}: if this is meant, run the test with {UPDATE_VARIABLE}=1\n{text}",
        path.display()
    );
}

#[track_caller]
fn formatted(tokens: &TokenStream) -> String {
    // The path of the runtime's private part is long, and in every line.
    let readable = tokens.to_string().replace(":: machineid_guard :: __private", "P");
    prettyplease::unparse(&syn::parse_str(&readable).expect("an expansion is items"))
}

#[track_caller]
fn assert_attribute(name: &str, attribute: BoundaryAttribute, arguments: &TokenStream, function: &TokenStream) {
    let word = proc_macro2::Ident::new(attribute.name(), proc_macro2::Span::call_site());
    let in_parentheses = (!arguments.is_empty()).then(|| quote!((#arguments)));
    let expanded = expand::attribute(attribute, arguments.clone(), function);
    assert_expansion(name, &quote!(#[#word #in_parentheses] #function), &expanded);
}

#[test]
fn of_a_sync_function() {
    let function = quote! {
        pub fn read(path: &str) -> std::io::Result<String> {
            std::fs::read_to_string(path)
        }
    };
    assert_attribute("sync", BoundaryAttribute::GuardedTool, &quote!(), &function);
}

#[test]
fn of_an_async_function() {
    let function = quote! {
        pub async fn search(query: &str) -> Result<Vec<Order>, ToolError> {
            let found = database::search(query).await?;
            Ok(found)
        }
    };
    assert_attribute("async", BoundaryAttribute::GuardedTool, &quote!(), &function);
}

#[test]
fn of_a_boxed_future() {
    let function = quote! {
        fn call<'a>(&'a self, args: Value) -> Pin<Box<dyn Future<Output = Result<Value, ToolError>> + Send + 'a>> {
            let id = next_id();
            Box::pin(async move { self.send(id, args).await })
        }
    };
    assert_attribute("boxed_future", BoundaryAttribute::GuardedTool, &quote!(), &function);
}

#[test]
fn of_an_opaque_future() {
    let function = quote! {
        fn call(&self, args: Value) -> impl Future<Output = Result<Value, ToolError>> + Send {
            let id = next_id();
            async move { self.send(id, args).await }
        }
    };
    assert_attribute("impl_future", BoundaryAttribute::GuardedTool, &quote!(), &function);
}

#[test]
fn of_a_stream() {
    let function = quote! {
        fn pages(&self, urls: Vec<Url>) -> impl Stream<Item = Result<Page, ToolError>> + Send {
            stream::iter(urls).then(|url| self.fetch(url))
        }
    };
    assert_attribute("stream", BoundaryAttribute::GuardedTool, &quote!(recheck = "500ms"), &function);
}

#[test]
fn of_a_copied_argument() {
    let function = quote! {
        fn fetch(url: &str) -> BoxFuture<'static, Result<Page, ToolError>> {
            let url = url.to_owned();
            Box::pin(async move { get(url).await })
        }
    };
    assert_attribute("copied_argument", BoundaryAttribute::GuardedTool, &quote!(), &function);
}

#[test]
fn of_a_side_effect_with_a_permit() {
    let function = quote! {
        async fn refund(api: &PaymentsApi, order: u64) -> Result<Receipt, ToolError> {
            api.refund(permit, order).await
        }
    };
    let arguments = quote!(surface = Payments, permit = permit);
    assert_attribute("permit", BoundaryAttribute::SideEffect, &arguments, &function);
}

#[test]
fn of_a_function_that_is_asked_for_again() {
    let function = quote! {
        async fn crawl(start: Url) -> Result<Vec<Page>, ToolError> {
            crawler::run(start).await
        }
    };
    assert_attribute("recheck", BoundaryAttribute::GuardedTool, &quote!(recheck = "500ms"), &function);
}

#[test]
fn of_a_function_with_every_other_argument() {
    let function = quote! {
        fn execute(&self, args: &Value) -> String {
            self.run(args)
        }
    };
    let arguments = quote!(
        name = self.name(),
        surface = "jobs",
        device = self.device,
        guard = self.guard,
        on_denied = |denied| denied.agent_message(),
        crate = my_kit::mg
    );
    assert_attribute("arguments", BoundaryAttribute::Resume, &arguments, &function);
}

#[test]
fn of_a_block() {
    let written = quote! {
        impl Mailer {
            #[unguarded(reason = "constructs, sends nothing")]
            pub fn new() -> Self {
                Self
            }
            pub async fn send(&self, to: &str) -> Result<(), ToolError> {
                self.smtp.send(to).await
            }
            fn private(&self) {}
        }
    };
    let arguments = quote!(surface = "email");
    let expanded = block::expand(BlockAttribute::GuardedTools, arguments, &written);
    assert_expansion("block", &quote!(#[guarded_tools(surface = "email")] #written), &expanded);
}

#[test]
fn of_a_checkpoint() {
    let asked = checkpoint::checkpoint(Form::Future, quote!("next_step"));
    let around = |question: TokenStream| quote!(async fn work() -> Result<(), Denied> { #question.await });
    assert_expansion("checkpoint", &around(quote!(checkpoint!("next_step"))), &around(asked));
}

#[test]
fn of_a_closure() {
    let around = |closure: TokenStream| quote!(fn registered() -> Handler { Box::new(#closure) });
    let written = quote!("search", |query: Query| Box::pin(async move { database::search(query).await }));
    let expanded = closure::guarded(written.clone());
    assert_expansion("closure", &around(quote!(guarded!(#written))), &around(expanded));
}

#[test]
fn of_a_surface() {
    let declared = quote!(pub Payments = "payments");
    assert_expansion("surface", &quote!(surface!(#declared);), &surface::surface(declared));
}
