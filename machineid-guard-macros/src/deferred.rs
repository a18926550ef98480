//! Return types whose work is done later, when what the function returned is polled.

use syn::{GenericArgument, PathArguments, Token, Type, TypeParamBound};

use crate::return_type::peeled;

type Bounds = syn::punctuated::Punctuated<TypeParamBound, Token![+]>;

/// A return type that says in its own syntax that the function returns a future or a stream. An alias is not
/// seen: that is what `future` is for.
pub(crate) struct Deferred {
    pub(crate) work: Work,
    pub(crate) holder: Holder,
    /// What it gives, where that is written out: `Output = T` of a future, `Item = T` of a stream.
    pub(crate) output: Option<Type>,
}

/// What is polled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    Future,
    Stream,
}

/// What the work is returned in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// `Pin<Box<dyn Future>>`, `BoxFuture<T>`.
    Boxed,
    /// `impl Future`.
    Opaque,
    /// `impl Future + Unpin`, which an `async` block is only in a box.
    OpaqueUnpin,
}

impl Work {
    const fn of_its_trait(self) -> (&'static str, &'static str) {
        match self {
            Self::Future => ("Future", "Output"),
            Self::Stream => ("Stream", "Item"),
        }
    }
}

/// Whether, and how, the work of the type is done later.
pub(crate) fn deferred(ty: &Type) -> Option<Deferred> {
    match peeled(ty) {
        Type::ImplTrait(opaque) => of_bounds(opaque_holder(&opaque.bounds), &opaque.bounds),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            // A user's own alias of these names may take the output apart, so it is not read here.
            let named = |work| Some(Deferred { work, holder: Holder::Boxed, output: None });
            match last.ident.to_string().as_str() {
                "BoxFuture" | "LocalBoxFuture" => named(Work::Future),
                "BoxStream" | "LocalBoxStream" => named(Work::Stream),
                "Pin" => in_a_box(only_type_argument(&last.arguments)?),
                _ => None,
            }
        }
        _ => None,
    }
}

/// What `impl Trait` gives of which the attribute says that it is a future under another name. What has items is none.
pub(crate) fn named_future(ty: &Type) -> Option<Deferred> {
    let Type::ImplTrait(opaque) = peeled(ty) else { return None };
    let named = |name| opaque.bounds.iter().find_map(|bound| argument(&of_trait(bound)?.arguments, name));
    if named("Item").is_some() {
        return None;
    }
    let output = named("Output");
    Some(Deferred { work: Work::Future, holder: opaque_holder(&opaque.bounds), output })
}

fn opaque_holder<'a>(bounds: impl IntoIterator<Item = &'a TypeParamBound>) -> Holder {
    let is_unpin = bounds.into_iter().filter_map(of_trait).any(|it| it.ident == "Unpin");
    if is_unpin { Holder::OpaqueUnpin } else { Holder::Opaque }
}

fn in_a_box(ty: &Type) -> Option<Deferred> {
    boxed_bounds(ty).and_then(|bounds| of_bounds(Holder::Boxed, bounds))
}

fn boxed_bounds(ty: &Type) -> Option<&Bounds> {
    let boxed = segment(ty, "Box")?;
    match peeled(only_type_argument(&boxed.arguments)?) {
        Type::TraitObject(object) => Some(&object.bounds),
        Type::ImplTrait(opaque) => Some(&opaque.bounds),
        _ => None,
    }
}

/// The bounds of `impl Trait` or `Pin<Box<dyn Trait>>`.
pub(crate) fn bounds(ty: &Type) -> Option<&Bounds> {
    match peeled(ty) {
        Type::ImplTrait(opaque) => Some(&opaque.bounds),
        ty => boxed_bounds(only_type_argument(&segment(ty, "Pin")?.arguments)?),
    }
}

/// Whether the work of the type says that it may go to another thread.
pub(crate) fn is_sent(ty: &Type) -> bool {
    match deferred(ty) {
        Some(Deferred { holder: Holder::Boxed, output: None, .. }) => {
            segment(ty, "BoxFuture").or_else(|| segment(ty, "BoxStream")).is_some()
        }
        Some(_) => bounds(ty).is_some_and(|bounds| bounds.iter().any(|bound| is_bound(bound, "Send"))),
        None => false,
    }
}

/// Whether the bound is that trait, by its last segment.
pub(crate) fn is_bound(bound: &TypeParamBound, name: &str) -> bool {
    of_trait(bound).is_some_and(|last| last.ident == name)
}

/// The last segment of a path, where it has that name.
fn segment<'a>(ty: &'a Type, name: &str) -> Option<&'a syn::PathSegment> {
    let Type::Path(path) = peeled(ty) else { return None };
    path.path.segments.last().filter(|last| last.ident == name)
}

/// Whether the type is a box of a future that is not pinned: `Box<dyn Future + Unpin>`.
pub(crate) fn is_unpinned_box(ty: &Type) -> bool {
    let deferred = in_a_box(ty);
    deferred.is_some_and(|it| it.work == Work::Future)
}

fn only_type_argument(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

fn of_trait(bound: &TypeParamBound) -> Option<&syn::PathSegment> {
    match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    }
}

fn of_bounds(holder: Holder, bounds: &Bounds) -> Option<Deferred> {
    let of_work = |work: Work| {
        let (name, output) = work.of_its_trait();
        let bound = bounds.iter().filter_map(of_trait).find(|it| it.ident == name)?;
        Some(Deferred { work, holder, output: argument(&bound.arguments, output) })
    };
    // A trait of the user's own may be called `Stream`: that of the streams gives items.
    of_work(Work::Future).or_else(|| of_work(Work::Stream).filter(|it| it.output.is_some()))
}

fn argument(arguments: &PathArguments, name: &str) -> Option<Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(given) if given.ident == name => Some(given.ty.clone()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};
    use syn::parse_quote;

    use super::{Holder, Work, deferred, is_sent};

    #[track_caller]
    fn assert_deferred(ty: impl ToTokens, work: Work, holder: Holder, is_written_out: bool) {
        let parsed = syn::parse2(ty.to_token_stream()).ok();
        let deferred = parsed.as_ref().and_then(deferred).map(|it| (it.work, it.holder, it.output.is_some()));
        assert_eq!(deferred, Some((work, holder, is_written_out)), "{}", ty.to_token_stream());
    }

    #[test]
    fn futures_are_known_by_their_syntax() {
        let boxed = [
            quote!(Pin<Box<dyn Future<Output = R>>>),
            quote!(::core::pin::Pin<Box<dyn ::core::future::Future<Output = R> + ::core::marker::Send + 'async_trait>>),
            quote!(std::pin::Pin<std::boxed::Box<dyn Send + Future<Output = R>>>),
            quote!((Pin<Box<(dyn Future<Output = R> + 'a)>>)),
        ];
        for ty in boxed {
            assert_deferred(ty, Work::Future, Holder::Boxed, true);
        }
        assert_deferred(quote!(BoxFuture<'a, R>), Work::Future, Holder::Boxed, false);
        assert_deferred(quote!(futures::future::LocalBoxFuture<'_, R>), Work::Future, Holder::Boxed, false);
        assert_deferred(quote!(impl Future<Output = R> + Send + use<'a>), Work::Future, Holder::Opaque, true);
        assert_deferred(quote!(impl Future + Unpin), Work::Future, Holder::OpaqueUnpin, false);
    }

    #[test]
    fn what_may_go_to_another_thread_says_so() {
        let sent: [syn::Type; 4] = [
            parse_quote!(Pin<Box<dyn Future<Output = R> + ::core::marker::Send + 'a>>),
            parse_quote!((BoxFuture<'a, R>)),
            parse_quote!(impl Future + Send),
            parse_quote!(BoxStream<'a, R>),
        ];
        assert!(sent.iter().all(is_sent));
        let kept: [syn::Type; 4] = [
            parse_quote!(Pin<Box<dyn Future<Output = Box<dyn Send>>>>),
            parse_quote!(LocalBoxFuture<'a, R>),
            parse_quote!(impl Future<Output = R>),
            parse_quote!(Box<dyn Any + Send>),
        ];
        assert!(!kept.iter().any(is_sent));
    }

    #[test]
    fn streams_are_known_by_their_syntax() {
        assert_deferred(quote!(impl Stream<Item = R> + Send), Work::Stream, Holder::Opaque, true);
        assert_deferred(quote!(Pin<Box<dyn futures::Stream<Item = R> + Send + 'a>>), Work::Stream, Holder::Boxed, true);
        assert_deferred(quote!(BoxStream<'static, R>), Work::Stream, Holder::Boxed, false);
        assert_deferred(quote!(futures::stream::LocalBoxStream<'_, R>), Work::Stream, Holder::Boxed, false);
    }

    #[test]
    fn other_types_are_neither() {
        let others: [syn::Type; 7] = [
            parse_quote!(Result<Pin<Box<dyn Future<Output = R>>>, E>),
            parse_quote!(Result<impl Stream<Item = R>, E>),
            parse_quote!(Pin<Box<T>>),
            parse_quote!(Box<dyn Future<Output = R> + Unpin>),
            parse_quote!(impl Iterator<Item = R>),
            parse_quote!(impl Stream + Send),
            parse_quote!(Handler),
        ];
        for ty in &others {
            assert!(deferred(ty).is_none());
        }
    }
}
