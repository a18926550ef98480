//! `#[guarded_wrapper]`: from a trait to a type that asks, and then hands on to any implementation of it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::parse::{ParseStream, Parser as _};
use syn::{
    Attribute, Error, FnArg, Generics, ItemTrait, Receiver, ReceiverKind, ReturnType, Token, TraitItem, TraitItemFn,
    Type, TypeParamBound, WherePredicate,
};

use crate::arguments::{self, Taker};
use crate::block::{self, BlockAttribute};
use crate::deferred;
use crate::expand;

const FORM: &str = "`#[guarded_wrapper(Guarded, fns(execute), name = self.name())]`";

/// The trait as it was, and after it the wrapper.
pub(crate) fn expand(tokens: TokenStream, item: &TokenStream) -> TokenStream {
    match written(tokens, item.clone()) {
        Ok(wrapper) => quote!(#item #wrapper),
        Err(error) => expand::with_item(&error, item),
    }
}

fn written(tokens: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    let (name, arguments) = named.parse2(tokens)?;
    let of: ItemTrait = syn::parse2(item).map_err(|error| {
        Error::new(
            error.span(),
            format!("`#[guarded_wrapper]` stands on a trait, and makes a type that implements it: {FORM}"),
        )
    })?;
    let parsed = arguments::parse(Taker::GuardedTools, arguments.clone());
    if parsed.error.is_none() && parsed.arguments.functions.is_none() {
        return Err(Error::new_spanned(
            name,
            format!("say which functions act, the others are handed on unasked: {FORM}"),
        ));
    }
    let runtime = parsed.arguments.runtime();
    let acting = parsed.arguments.functions.unwrap_or_default();
    Wrapper { name, of: &of, acting, runtime }.with(arguments)
}

/// The wrapper's name, and the arguments of its boundaries.
fn named(input: ParseStream<'_>) -> syn::Result<(Ident, TokenStream)> {
    let no_name =
        |error: Error| Error::new(error.span(), format!("the wrapper's name comes first, and a comma: {FORM}"));
    let name = input.parse().map_err(no_name)?;
    if !input.is_empty() {
        input.parse::<Token![,]>().map_err(no_name)?;
    }
    Ok((name, input.parse()?))
}

struct Wrapper<'a> {
    name: Ident,
    of: &'a ItemTrait,
    /// The functions that ask.
    acting: Vec<Ident>,
    runtime: TokenStream,
}

impl Wrapper<'_> {
    fn with(&self, arguments: TokenStream) -> syn::Result<TokenStream> {
        let implementation = block::expand(BlockAttribute::GuardedTools, arguments, &self.implementation()?);
        let Self { name, of, runtime, .. } = self;
        let (visibility, of) = (&of.vis, &of.ident);
        let doc = format!("Asks before it hands a call on to the [`{of}`] in it, whichever that is.");
        let shown = name.to_string();
        Ok(quote! {
            #[doc = #doc]
            #[derive(#runtime::Clone)]
            #visibility struct #name<Inner>(#visibility Inner);

            impl<Inner> #runtime::fmt::Debug for #name<Inner> {
                fn fmt(&self, f: &mut #runtime::fmt::Formatter<'_>) -> #runtime::fmt::Result {
                    f.debug_tuple(#shown).finish()
                }
            }

            #implementation
        })
    }

    fn implementation(&self) -> syn::Result<TokenStream> {
        let Self { name, of, runtime, .. } = self;
        let members = of.items.iter().map(|item| self.member(item)).collect::<syn::Result<Vec<_>>>()?;
        let async_trait = of.attrs.iter().filter(|attribute| is_async_trait(attribute));
        let mut generics = of.generics.clone();
        generics.params.push(syn::parse_quote!(Inner));
        let (parameters, _, _) = generics.split_for_impl();
        let (_, of_arguments, _) = of.generics.split_for_impl();
        let bounds = self.bounds();
        let predicates = of.generics.where_clause.as_ref().map(|clause| &clause.predicates);
        let predicates = predicates.into_iter().flatten();
        let (unsafety, of) = (&of.unsafety, &of.ident);
        Ok(quote! {
            #(#async_trait)*
            #unsafety impl #parameters #of #of_arguments for #name<Inner>
            where
                Inner: #bounds,
                <Inner as #runtime::Deref>::Target: #of #of_arguments,
                #(#predicates,)*
            {
                #(#members)*
            }
        })
    }

    /// What is demanded of the pointer: what the trait demands of its implementations, as far as a pointer can give it,
    /// and what the futures need that hold it while they ask.
    fn bounds(&self) -> TokenStream {
        let runtime = &self.runtime;
        let is_changed = self.functions().filter_map(|function| function.sig.receiver()).any(is_unique);
        let pointer = if is_changed { quote!(#runtime::DerefMut) } else { quote!(#runtime::Deref) };
        let is_sent = self.of.attrs.iter().any(|it| is_async_trait(it) && matches!(it.meta, syn::Meta::Path(_)));
        let send = (is_sent || self.demands("Send") || self.is_held(is_unique)).then(|| quote!(+ #runtime::Send));
        let sync = (is_sent || self.demands("Sync") || self.is_held(is_shared)).then(|| quote!(+ #runtime::Sync));
        let lifetimes = self.of.supertraits.iter().filter(|bound| matches!(bound, TypeParamBound::Lifetime(_)));
        quote!(#pointer #send #sync #(+ #lifetimes)*)
    }

    fn functions(&self) -> impl Iterator<Item = &TraitItemFn> {
        self.of.items.iter().filter_map(|item| match item {
            TraitItem::Fn(function) => Some(function),
            _ => None,
        })
    }

    /// Whether the trait has that one among its supertraits.
    fn demands(&self, supertrait: &str) -> bool {
        self.of.supertraits.iter().any(|bound| deferred::is_bound(bound, supertrait))
    }

    /// Whether a future that may go to another thread has the pointer with it while it asks, borrowed like that.
    fn is_held(&self, borrowed: impl Fn(&Receiver) -> bool) -> bool {
        self.functions().filter(|function| self.acting.contains(&function.sig.ident)).any(|function| {
            let is_sent = matches!(&function.sig.output, ReturnType::Type(_, ty) if deferred::is_sent(ty));
            is_sent && function.sig.receiver().is_some_and(&borrowed)
        })
    }

    /// The member as the wrapper has it: handed on.
    fn member(&self, item: &TraitItem) -> syn::Result<TokenStream> {
        let runtime = &self.runtime;
        let (_, of_arguments, _) = self.of.generics.split_for_impl();
        let of = &self.of.ident;
        let inner = quote!(<<Inner as #runtime::Deref>::Target as #of #of_arguments>);
        match item {
            TraitItem::Fn(function) => handed_on(function, &inner),
            TraitItem::Const(constant) => {
                let (kept, name, ty) = (conditions(&constant.attrs), &constant.ident, &constant.ty);
                Ok(quote!(#(#kept)* const #name: #ty = #inner::#name;))
            }
            TraitItem::Type(ty) if ty.generics.params.is_empty() => {
                let (kept, name) = (conditions(&ty.attrs), &ty.ident);
                Ok(quote!(#(#kept)* type #name = #inner::#name;))
            }
            other => Err(Error::new_spanned(
                other,
                "a wrapper cannot hand this on: gate the tools where they are called, with `#[guarded_tool(name = name)]` on \
                 the function that calls one by its name",
            )),
        }
    }
}

/// A function that calls the inner one. Also where there is a default body, since the inner one may have its own.
fn handed_on(function: &TraitItemFn, inner: &TokenStream) -> syn::Result<TokenStream> {
    let mut signature = function.sig.clone();
    let name = &function.sig.ident;
    let this = function.sig.receiver();
    // Of a trait object nobody can call such a one.
    if function.default.is_some() && is_for_sized(&function.sig.generics) {
        return Ok(TokenStream::new());
    }
    if let Some(owned) = this.filter(|this| !is_borrowed(this)) {
        return Err(Error::new_spanned(
            owned,
            format!(
                "`{name}` takes its tool away from the pointer that the wrapper has: take `&self`, or guard each \
                 implementation with `#[guarded_tools(fns(…))]`"
            ),
        ));
    }
    let mut given = Vec::new();
    for (number, argument) in signature.inputs.iter_mut().enumerate() {
        if let FnArg::Typed(argument) = argument {
            let name = format_ident!("argument_{number}", span = Span::mixed_site());
            *argument.pat = syn::parse_quote!(#name);
            given.push(name);
        }
    }
    let tool = this.map(|this| if is_unique(this) { quote!(&mut *self.0,) } else { quote!(&*self.0,) });
    let awaited = signature.asyncness.map(|keyword| quote_spanned!(keyword.span=> .await));
    let kept = conditions(&function.attrs);
    Ok(quote!(#(#kept)* #signature { #inner::#name(#tool #(#given),*) #awaited }))
}

/// `&self` or `&mut self`, however it is written.
fn is_borrowed(this: &Receiver) -> bool {
    match &this.kind {
        ReceiverKind::Reference(..) => true,
        ReceiverKind::Typed(_, ty) => matches!(&**ty, Type::Reference(_)),
        _ => false,
    }
}

fn is_shared(this: &Receiver) -> bool {
    !is_unique(this)
}

fn is_unique(this: &Receiver) -> bool {
    match &this.kind {
        ReceiverKind::Reference(_, _, mutability) => mutability.is_some(),
        ReceiverKind::Typed(_, ty) => matches!(&**ty, Type::Reference(reference) if reference.mutability.is_some()),
        _ => false,
    }
}

/// `where Self: Sized`
fn is_for_sized(generics: &Generics) -> bool {
    generics.where_clause.iter().flat_map(|clause| &clause.predicates).any(|predicate| match predicate {
        WherePredicate::Type(predicate) => {
            let is_sized = |bound: &TypeParamBound| quote!(#bound).to_string() == "Sized";
            matches!(&predicate.bounded_ty, Type::Path(path) if path.path.is_ident("Self"))
                && predicate.bounds.iter().any(is_sized)
        }
        _ => false,
    })
}

/// Which builds the member is in.
fn conditions(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes.iter().filter(|it| it.path().is_ident("cfg")).collect()
}

fn is_async_trait(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "async_trait")
}
