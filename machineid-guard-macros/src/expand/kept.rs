//! What `on_denied` uses and the body has, where a denial may still come while the body runs.

use proc_macro2::{Delimiter, Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{Expr, FnArg, Pat, ReceiverKind, Signature, Type};

use super::boundary::Boundary;
use crate::item::Function;
use crate::return_type::peeled;
use crate::tokens;

/// With `recheck`, `on_denied` may be called after the body, which has moved its arguments or has `&mut self`.
pub(super) struct Kept {
    /// Arguments of which the body gets the original, and `on_denied` a copy.
    copied: Vec<Copied>,
    /// Whether it needs what the body may only borrow.
    lends: bool,
    runtime: TokenStream,
}

struct Copied {
    name: Ident,
    /// Where `on_denied` uses it: there it is said that it is not `Clone`.
    used: Span,
}

impl Kept {
    pub(super) fn of(boundary: &Boundary<'_>, function: &Function) -> Self {
        let mut kept = Self { copied: Vec::new(), lends: false, runtime: boundary.runtime.clone() };
        let arguments = boundary.arguments;
        if let (Some(on_denied), Some(_), Some(body)) = (&arguments.on_denied, &arguments.recheck, &function.body) {
            kept.keep(on_denied, &body.statements, &function.signature);
        }
        kept
    }

    fn keep(&mut self, on_denied: &Expr, body: &TokenStream, signature: &Signature) {
        let in_both = |name: &Ident| used(on_denied, name).filter(|_| tokens::mentions(body, name));
        let this = Ident::new("self", Span::call_site());
        self.lends = is_unique_self(signature) && in_both(&this).is_some();
        for (name, ty) in named(signature) {
            let Some(used) = in_both(name) else { continue };
            match peeled(ty) {
                Type::Reference(reference) => self.lends |= reference.mutability.is_some(),
                _ => self.copied.push(Copied { name: name.clone(), used }),
            }
        }
    }

    /// `move`, unless the body has to give back what it borrows.
    pub(super) fn capture(&self) -> Option<Ident> {
        (!self.lends).then(|| Ident::new("move", Span::mixed_site()))
    }

    /// The copies, made right before the body.
    pub(super) fn copies(&self) -> TokenStream {
        let runtime = &self.runtime;
        let copies = self.copied.iter().map(|Copied { name, used }| {
            let (copy, place) = (copy_of(name), Span::mixed_site().located_at(*used));
            let clone = tokens::located(&quote!(#runtime::Clone::clone), place);
            let of = tokens::enclosed(Delimiter::Parenthesis, quote_spanned!(place=> &#name), place);
            quote_spanned!(Span::mixed_site()=> let #copy = #clone #of;)
        });
        copies.collect()
    }

    /// The value for the denial, which sees the copies under the names of the arguments.
    pub(super) fn given_back(&self, denial: &TokenStream) -> TokenStream {
        if self.copied.is_empty() {
            return denial.clone();
        }
        let names = self.copied.iter().map(|copied| &copied.name);
        let copies = names.clone().map(copy_of);
        quote_spanned!(Span::mixed_site()=> { #(let #names = #copies;)* #denial })
    }
}

fn copy_of(name: &Ident) -> Ident {
    Ident::new(&format!("__machineid_guard_kept_{}", tokens::plain_name(name)), Span::mixed_site())
}

/// Where `on_denied` uses an argument of the function: a closure has parameters of its own.
fn used(on_denied: &Expr, name: &Ident) -> Option<Span> {
    match on_denied {
        Expr::Closure(closure) if tokens::mentions(&closure.inputs.to_token_stream(), name) => None,
        on_denied => tokens::mention(&on_denied.to_token_stream(), name),
    }
}

/// The arguments that are a name and a type.
fn named(signature: &Signature) -> impl Iterator<Item = (&Ident, &Type)> {
    signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => match &*argument.pat {
            Pat::Ident(name) => Some((&name.ident, &*argument.ty)),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    })
}

/// `&mut self`.
fn is_unique_self(signature: &Signature) -> bool {
    match signature.receiver().map(|receiver| &receiver.kind) {
        Some(ReceiverKind::Reference(_, _, mutability)) => mutability.is_some(),
        Some(ReceiverKind::Typed(_, ty)) => {
            matches!(peeled(ty), Type::Reference(reference) if reference.mutability.is_some())
        }
        _ => false,
    }
}
