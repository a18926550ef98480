//! Return types, and how to name them inside a body.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{ReturnType, Type};

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

/// The type without the parentheses and invisible groups around it.
pub(crate) fn peeled(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => peeled(&group.elem),
        Type::Paren(paren) => peeled(&paren.elem),
        ty => ty,
    }
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

/// Types that are no future, unless somebody calls one of his own like that.
const PLAIN: &[&str] = &[
    "Option", "Result", "String", "Vec", "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize",
    "str", "u128", "u16", "u32", "u64", "u8", "usize",
];

/// Whether the type is visibly no future.
pub(crate) fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Group(group) => is_plain(&group.elem),
        Type::Paren(paren) => is_plain(&paren.elem),
        Type::Path(path) => {
            path.qself.is_none()
                && path.path.segments.last().is_some_and(|last| PLAIN.iter().any(|it| last.ident == it))
        }
        // A future behind `&mut` is one.
        Type::Reference(reference) => reference.mutability.is_none() || is_plain(&reference.elem),
        Type::Array(_) | Type::FnPtr(_) | Type::Never(_) | Type::Ptr(_) | Type::Slice(_) | Type::Tuple(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};

    use super::nameable;

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
}
