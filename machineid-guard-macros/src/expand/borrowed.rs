//! Borrowed arguments of a function whose future may not borrow them.
//!
//! The body runs when the future is polled, behind the question, so the future has what the body uses. A `&str`
//! it can have as a copy of its own, made at the call and lent to the body. Of `self` there is no second one.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};
use syn::{Error, FnArg, Pat, ReceiverKind, ReturnType, Type, TypeParamBound};

use crate::deferred::{Work, bounds};
use crate::item::Function;
use crate::return_type::peeled;
use crate::shape::{Held, Later};
use crate::tokens;

/// What a return type says about the lifetimes of the arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Borrows {
    /// `'static`, or `use<>`: it borrows none.
    Nothing,
    /// `impl Future` without a word: none before edition 2024, and all from then on.
    Unsaid,
    /// It names one, or may do so.
    Something,
}

/// The borrowed arguments of which the future has a copy of its own.
#[derive(Default)]
pub(super) struct Lent {
    names: Vec<Ident>,
}

impl Lent {
    /// Before the future: the copies are made when the function is called.
    pub(super) fn copied(&self, runtime: &TokenStream) -> TokenStream {
        let copies = self.names.iter().map(|name| {
            let copy = copy_of(name);
            quote_spanned!(Span::mixed_site()=> let #copy = #runtime::String::from(#name);)
        });
        copies.collect()
    }

    /// In the future: each is lent under the name of its argument.
    pub(super) fn bound(&self, runtime: &TokenStream) -> TokenStream {
        let lent = self.names.iter().map(|name| {
            let copy = copy_of(name);
            quote_spanned!(Span::mixed_site()=> let #name: &#runtime::str = &#copy;)
        });
        lent.collect()
    }
}

fn copy_of(name: &Ident) -> Ident {
    Ident::new(&format!("__machineid_guard_copy_of_{}", tokens::plain_name(name)), Span::mixed_site())
}

/// The arguments that are to be lent to the body of this function.
///
/// # Errors
/// Where the body uses `self`, of which there is no copy.
pub(super) fn lent(function: &Function, later: &Later) -> syn::Result<Lent> {
    let (ReturnType::Type(_, ty), Some(body)) = (&function.signature.output, &function.body) else {
        return Ok(Lent::default());
    };
    let borrows = borrows(ty, later);
    if borrows == Borrows::Nothing {
        self_is_not_used(function, &body.statements)?;
    }
    // A stream goes on after the future that gave it, so it may borrow no copy of that future's.
    let may_copy = match later.work {
        Work::Future => borrows != Borrows::Something,
        Work::Stream => borrows == Borrows::Nothing,
    };
    if !may_copy {
        return Ok(Lent::default());
    }
    let texts = function.signature.inputs.iter().filter_map(text);
    Ok(Lent { names: texts.filter(|name| tokens::mentions(&body.statements, name)).cloned().collect() })
}

/// The name of an argument `name: &str`.
fn text(argument: &FnArg) -> Option<&Ident> {
    let FnArg::Typed(argument) = argument else { return None };
    let (Pat::Ident(name), Type::Reference(reference)) = (&*argument.pat, peeled(&argument.ty)) else { return None };
    let is_text = matches!(peeled(&reference.elem), Type::Path(path) if path.path.is_ident("str"));
    let is_plain = name.by_ref.is_none() && name.mutability.is_none() && name.subpat.is_none();
    let is_elided = reference.lifetime.as_ref().is_none_or(|lifetime| lifetime.ident == "_");
    (is_text && is_plain && is_elided && reference.mutability.is_none()).then_some(&name.ident)
}

fn borrows(ty: &Type, later: &Later) -> Borrows {
    if names_a_lifetime(ty.to_token_stream()) {
        return Borrows::Something;
    }
    match &later.held {
        // The lifetime of a trait object in a box is `'static` unless it is written.
        Held::Boxed { .. } if bounds(ty).is_some() => Borrows::Nothing,
        // `BoxFuture<R>` may have a lifetime that is not written.
        Held::Boxed { .. } if ty.to_token_stream().to_string().contains("'static") => Borrows::Nothing,
        // An associated type knows no lifetime of a method's.
        Held::Alias { .. } if is_associated(ty) => Borrows::Nothing,
        Held::Boxed { .. } | Held::Alias { .. } => Borrows::Something,
        Held::Opaque | Held::OpaqueUnpin => {
            let says_so = |bound: &TypeParamBound| {
                matches!(bound, TypeParamBound::Lifetime(_) | TypeParamBound::PreciseCapture(_))
            };
            if bounds(ty).is_some_and(|bounds| bounds.iter().any(says_so)) { Borrows::Nothing } else { Borrows::Unsaid }
        }
    }
}

/// `Self::Future`.
fn is_associated(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.first().is_some_and(|first| first.ident == "Self"))
}

/// Whether a lifetime other than `'static` is written, or a reference without one.
fn names_a_lifetime(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let names = match &token {
            TokenTree::Group(group) => names_a_lifetime(group.stream()),
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                !matches!(tokens.peek(), Some(TokenTree::Ident(word)) if word == "static")
            }
            TokenTree::Punct(punct) if punct.as_char() == '&' => {
                !tokens.peek().is_some_and(|next| tokens::is_punct(next, '\''))
            }
            _ => false,
        };
        if names {
            return true;
        }
    }
    false
}

fn self_is_not_used(function: &Function, body: &TokenStream) -> syn::Result<()> {
    let kind = function.signature.receiver().map(|receiver| &receiver.kind);
    let Some(ReceiverKind::Reference(_, None, _)) = kind else { return Ok(()) };
    let Some(used) = used_self(body.clone()) else { return Ok(()) };
    let name = &function.signature.ident;
    Err(Error::new(
        used,
        format!(
            "`{name}` returns what may not borrow `self`, and its body runs only after the question, which is asked when \
             that is polled: put the attribute on an `async fn` that does the work, and call that from `{name}`\n\
             note: `async fn work(&self, …)` with the attribute, and here, without one: `let this = self.clone();` and \
             `Box::pin(async move {{ this.work(…).await }})`\n\
             note: or let it borrow `self`, with `'_` as its lifetime",
        ),
    ))
}

/// Where the body uses its own `self`, as far as tokens can tell: not where it has items with a `self` of theirs.
fn used_self(body: TokenStream) -> Option<Span> {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    if tokens.iter().any(|token| matches!(token, TokenTree::Ident(word) if *word == "impl" || *word == "trait")) {
        return None;
    }
    tokens.iter().enumerate().find_map(|(at, token)| match token {
        TokenTree::Ident(word) if word == "self" => {
            let is_path = tokens.get(at + 1).is_some_and(|next| tokens::is_punct(next, ':'));
            (!is_path).then(|| word.span())
        }
        TokenTree::Group(group) => used_self(group.stream()),
        _ => None,
    })
}
