//! How a denial becomes the value that the function returns.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned as _;
use syn::{ReturnType, Token};

use crate::arguments::Arguments;
use crate::return_type;
use crate::shape::Shape;

/// The value for the denial that is bound to `__machineid_guard_denied`.
pub(super) fn value(shape: &Shape, output: &ReturnType, arguments: &Arguments, runtime: &TokenStream) -> TokenStream {
    let returned = match shape {
        Shape::Sync | Shape::Async => return_type::declared(output),
        Shape::Deferred(later) => later.output.clone(),
    };
    if let Some(on_denied) = &arguments.on_denied {
        // The type in front of the closure, so that one of another type is an error in the closure.
        return quote_spanned! {Span::mixed_site()=>
            #runtime::on_denied::<#returned>(__machineid_guard_denied, #on_denied)
        };
    }
    if returned.to_string() == "_" {
        return quote_spanned! {Span::mixed_site()=>
            <#returned as #runtime::FromDenied>::from_denied(__machineid_guard_denied)
        };
    }
    // What the crate's own `denials!` says at its root, else what the type does by itself. That it cannot carry a denial
    // is shown at the type: the compiler does so at the word for the carrier.
    let carrier = Token![_](returned.span());
    // The type is written outside of the inner block: what the crate's root brings into that may have the names of what the
    // type is made of, such as a `Result` of its own.
    quote_spanned! {Span::mixed_site()=> {
        use #runtime::standard::__machineid_guard_denials;
        let __machineid_guard_output = #runtime::output::<#returned>();
        {
            use crate::*;
            #runtime::carried(
                #runtime::of_output(__machineid_guard_output, __machineid_guard_denials::of()).carrier(),
                <#carrier as #runtime::FromDenied>::from_denied(__machineid_guard_denied),
            )
        }
    }}
}
