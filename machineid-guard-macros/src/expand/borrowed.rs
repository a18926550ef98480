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
    /// It names lifetimes, and none that is elided.
    Others,
    /// It names one that is elided, or may do so.
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
        Work::Stream => matches!(borrows, Borrows::Nothing | Borrows::Others),
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
    let named = Named::of(ty.to_token_stream());
    if named.is_elided {
        return Borrows::Something;
    }
    let says_so =
        |bound: &TypeParamBound| matches!(bound, TypeParamBound::Lifetime(_) | TypeParamBound::PreciseCapture(_));
    let captures = |bound: &TypeParamBound| matches!(bound, TypeParamBound::PreciseCapture(_));
    let bounds = || bounds(ty).into_iter().flatten();
    let is_said = match &later.held {
        // The lifetime of a trait object in a box is `'static` unless it is written; that of `BoxFuture<R>` may be
        // one that is not.
        Held::Boxed { .. } => bounds().next().is_some() || named.is_written,
        // An associated type knows no lifetime of a method's.
        Held::Alias { .. } => is_associated(ty) || named.is_written,
        Held::Opaque | Held::OpaqueUnpin if named.is_of_an_argument => bounds().any(captures),
        Held::Opaque | Held::OpaqueUnpin => bounds().any(says_so),
    };
    match (is_said, &later.held) {
        (true, _) if named.is_of_an_argument => Borrows::Others,
        (true, _) => Borrows::Nothing,
        (false, Held::Opaque | Held::OpaqueUnpin) => Borrows::Unsaid,
        (false, Held::Boxed { .. } | Held::Alias { .. }) => Borrows::Something,
    }
}

/// `Self::Future`.
fn is_associated(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.first().is_some_and(|first| first.ident == "Self"))
}

/// The lifetimes in a return type.
#[derive(Default)]
struct Named {
    is_written: bool,
    /// `'_`, or a reference without one.
    is_elided: bool,
    /// Another one than `'static`.
    is_of_an_argument: bool,
}

impl Named {
    fn of(tokens: TokenStream) -> Self {
        let mut named = Self::default();
        named.look_at(tokens);
        named
    }

    fn look_at(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Group(group) => self.look_at(group.stream()),
                TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                    self.is_written = true;
                    match tokens.peek() {
                        Some(TokenTree::Ident(word)) if word == "static" => {}
                        Some(TokenTree::Ident(word)) if word == "_" => self.is_elided = true,
                        _ => self.is_of_an_argument = true,
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == '&' => {
                    self.is_elided |= !tokens.peek().is_some_and(|next| tokens::is_punct(next, '\''));
                }
                _ => {}
            }
        }
    }
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
