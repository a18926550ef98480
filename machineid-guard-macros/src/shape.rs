//! The shape of a function: what "before the body" means for it.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{ReturnType, Type};

use crate::arguments::Arguments;
use crate::item::Function;
use crate::return_type::{self, FutureType};

/// The four shapes, with the types that their expansions have to name.
pub(crate) enum Shape {
    /// `fn`: the thread waits for the answer.
    Sync,
    /// `async fn`: the body's own future waits for it.
    Async,
    /// A function that returns a boxed future: the whole body moves behind the check.
    Boxed { returned: TokenStream, output: TokenStream },
    /// `-> impl Future`: the same, without a box.
    Opaque { output: TokenStream },
}

impl Shape {
    /// The shape of a function. `runtime` is the path of the runtime's private part.
    pub(crate) fn of(function: &Function, arguments: &Arguments, runtime: &TokenStream) -> Self {
        let signature = &function.signature;
        if signature.asyncness.is_some() {
            return Self::Async;
        }
        let ReturnType::Type(_, ty) = &signature.output else { return Self::Sync };
        match return_type::future_type(ty) {
            Some(FutureType::Opaque(output)) => Self::Opaque {
                // Without a written output there is nothing to name: inference has it from the body.
                output: output.map_or_else(|| quote!(_), |output| return_type::nameable(&output)),
            },
            Some(FutureType::Boxed(output)) => boxed(ty, output.as_ref(), runtime),
            None if arguments.future.is_some() => boxed(ty, None, runtime),
            None => Self::Sync,
        }
    }
}

fn boxed(ty: &Type, output: Option<&Type>, runtime: &TokenStream) -> Shape {
    let returned = return_type::nameable(&ty.to_token_stream());
    let output = output.map_or_else(|| quote!(<#returned as #runtime::Future>::Output), return_type::nameable);
    Shape::Boxed { returned, output }
}
