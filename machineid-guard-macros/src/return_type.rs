//! Return types: which of them are futures, and how to name them inside a body.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericArgument, PathArguments, ReturnType, Type, TypeParamBound};

use crate::tokens;

/// The declared type as it can be named in a body: `impl Trait` and `!` become `_`.
///
/// `impl Trait` has no name there, and `!` is none yet; inference knows both from the signature.
pub(crate) fn nameable(ty: &impl ToTokens) -> TokenStream {
    erased(ty.to_token_stream())
}

fn erased(tokens: TokenStream) -> TokenStream {
    let mut output = TokenStream::new();
    let mut input = tokens.into_iter().peekable();
    let mut previous: Option<TokenTree> = None;
    while let Some(token) = input.next() {
        let token = match token {
            TokenTree::Ident(word) if word == "impl" => {
                skip_bounds(&mut input);
                inferred(word.span())
            }
            // `name!` calls a macro; every other `!` in a type is the type that has no value.
            TokenTree::Punct(bang) if bang.as_char() == '!' && !matches!(previous, Some(TokenTree::Ident(_))) => {
                inferred(bang.span())
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), erased(group.stream()));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        };
        previous = Some(token.clone());
        output.extend([token]);
    }
    output
}

fn inferred(span: Span) -> TokenTree {
    TokenTree::Ident(proc_macro2::Ident::new("_", span))
}

/// Takes what belongs to an `impl`: everything up to a `,` or `>` that is not its own.
fn skip_bounds(input: &mut std::iter::Peekable<proc_macro2::token_stream::IntoIter>) {
    let mut open_angles = 0_usize;
    let mut previous: Option<TokenTree> = None;
    while let Some(next) = input.peek() {
        let is_arrow = previous.as_ref().is_some_and(|previous| {
            tokens::is_joint(previous) && (tokens::is_punct(previous, '-') || tokens::is_punct(previous, '='))
        });
        if tokens::is_punct(next, '<') {
            open_angles += 1;
        } else if tokens::is_punct(next, '>') && !is_arrow {
            if open_angles == 0 {
                return;
            }
            open_angles -= 1;
        } else if open_angles == 0
            && (tokens::is_punct(next, ',') || tokens::is_punct(next, ';') || tokens::is_punct(next, '='))
        {
            return;
        }
        previous = input.next();
    }
}

/// A return type that says in its own syntax that the function returns a future.
pub(crate) enum FutureType {
    /// `Pin<Box<dyn Future<Output = T> …>>`; the output, where it is written out.
    Boxed(Option<Type>),
    /// `impl Future<Output = T>`; the output, where it is written out.
    Opaque(Option<Type>),
}

/// Whether, and how, the type is a future. An alias is not seen: that is what `future` is for.
pub(crate) fn future_type(ty: &Type) -> Option<FutureType> {
    match ty {
        Type::Group(group) => future_type(&group.elem),
        Type::Paren(paren) => future_type(&paren.elem),
        Type::ImplTrait(opaque) => future_bound(&opaque.bounds).map(|bound| FutureType::Opaque(bound.output)),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            if last.ident == "BoxFuture" || last.ident == "LocalBoxFuture" {
                // A user's own alias of that name may take the output apart, so it is not read here.
                return Some(FutureType::Boxed(None));
            }
            if last.ident != "Pin" {
                return None;
            }
            let boxed = only_type_argument(&last.arguments)?;
            let Type::Path(boxed) = peeled(boxed) else { return None };
            let boxed = boxed.path.segments.last().filter(|last| last.ident == "Box")?;
            match peeled(only_type_argument(&boxed.arguments)?) {
                Type::TraitObject(object) => future_bound(&object.bounds).map(|bound| FutureType::Boxed(bound.output)),
                Type::ImplTrait(opaque) => future_bound(&opaque.bounds).map(|bound| FutureType::Boxed(bound.output)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn peeled(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => peeled(&group.elem),
        Type::Paren(paren) => peeled(&paren.elem),
        ty => ty,
    }
}

fn only_type_argument(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The bound whose trait is called `Future`.
struct FutureBound {
    output: Option<Type>,
}

fn future_bound<'a>(bounds: impl IntoIterator<Item = &'a TypeParamBound>) -> Option<FutureBound> {
    bounds.into_iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let last = bound.path.segments.last().filter(|last| last.ident == "Future")?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return Some(FutureBound { output: None });
        };
        let output = arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(output) if output.ident == "Output" => Some(output.ty.clone()),
            _ => None,
        });
        Some(FutureBound { output })
    })
}

/// The declared type as it can be named in the body; `()` where none is written.
pub(crate) fn declared(output: &ReturnType) -> TokenStream {
    match output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => nameable(ty),
    }
}

/// Whether the function visibly returns nothing, so that a denial could only be swallowed.
pub(crate) fn is_unit(output: &ReturnType) -> bool {
    match output {
        ReturnType::Default => true,
        ReturnType::Type(_, ty) => matches!(peeled(ty), Type::Tuple(tuple) if tuple.elems.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};
    use syn::parse_quote;

    use super::{FutureType, future_type, nameable};

    #[track_caller]
    fn assert_nameable(ty: impl ToTokens, expected: impl ToTokens) {
        assert_eq!(nameable(&ty).to_string(), expected.to_token_stream().to_string());
    }

    #[test]
    fn impl_trait_is_left_to_inference_at_any_depth() {
        assert_nameable(quote!(impl Iterator<Item = u8> + 'a), quote!(_));
        assert_nameable(quote!(Result<impl Iterator<Item = u8>, E>), quote!(Result<_, E>));
        assert_nameable(quote!(Result<impl Fn(u8) -> Vec<u8>, E>), quote!(Result<_, E>));
        assert_nameable(quote!(Result<Box<dyn Fn(impl Copy) -> u8>, E>), quote!(Result<Box<dyn Fn(_) -> u8>, E>));
        assert_nameable(quote!(Result<(impl Copy, impl Clone), E>), quote!(Result<(_, _), E>));
        assert_nameable(quote!(Pin<Box<impl Future<Output = Vec<u8>>>>), quote!(Pin<Box<_>>));
    }

    #[test]
    fn never_is_left_to_inference_but_macros_are_not() {
        assert_nameable(quote!(Result<!, E>), quote!(Result<_, E>));
        assert_nameable(quote!(Result<ret!(u8), E>), quote!(Result<ret!(u8), E>));
    }

    #[test]
    fn other_types_stay_as_they_are() {
        assert_nameable(
            quote!(Result<&'a mut [u8; 3], Box<dyn Error>>),
            quote!(Result<&'a mut [u8; 3], Box<dyn Error>>),
        );
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
            let parsed = syn::parse2(ty.clone()).ok();
            assert!(matches!(parsed.as_ref().and_then(future_type), Some(FutureType::Boxed(Some(_)))), "{ty}");
        }
        assert!(matches!(future_type(&parse_quote!(BoxFuture<'a, R>)), Some(FutureType::Boxed(None))));
        assert!(matches!(
            future_type(&parse_quote!(futures::future::LocalBoxFuture<'_, R>)),
            Some(FutureType::Boxed(None))
        ));
        assert!(matches!(
            future_type(&parse_quote!(impl Future<Output = R> + Send + use<'a>)),
            Some(FutureType::Opaque(Some(_)))
        ));
    }

    #[test]
    fn other_types_are_no_futures() {
        let others: [syn::Type; 5] = [
            parse_quote!(Result<Pin<Box<dyn Future<Output = R>>>, E>),
            parse_quote!(Pin<Box<dyn Stream<Item = R>>>),
            parse_quote!(Pin<Box<T>>),
            parse_quote!(impl Iterator<Item = R>),
            parse_quote!(Handler),
        ];
        for ty in &others {
            assert!(future_type(ty).is_none());
        }
    }
}
