//! `surface!`: a surface as a type, so that a permit can name the one that it is for.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, LitStr, Token, Visibility};

use crate::arguments::{self, Taker};

/// `#[doc = …] pub Payments = "payments", crate = path`
struct Declaration {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    ident: Ident,
    name: LitStr,
    arguments: TokenStream,
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        const FORM: &str = "a surface is declared as `surface!(pub Payments = \"payments\")`";
        if input.is_empty() {
            return Err(Error::new(Span::call_site(), FORM));
        }
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let ident = input.parse().map_err(|error: Error| Error::new(error.span(), FORM))?;
        input.parse::<Token![=]>().map_err(|error| Error::new(error.span(), FORM))?;
        let name = input.parse().map_err(|error: Error| Error::new(error.span(), FORM))?;
        arguments::surface_name(&name)?;
        // `;` as in an item; nothing may follow it.
        if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
            if !input.is_empty() {
                return Err(input.error("`surface!` declares one surface: write another `surface!` for this one"));
            }
        } else if !input.is_empty() {
            input.parse::<Token![,]>().map_err(|error| Error::new(error.span(), FORM))?;
        }
        Ok(Self { attributes, visibility, ident, name, arguments: input.parse()? })
    }
}

/// Expands to the type, its `Surface` implementation, and its entry among the surfaces that the program
/// knows of.
pub(crate) fn surface(tokens: TokenStream) -> TokenStream {
    expand(tokens).unwrap_or_else(Error::into_compile_error)
}

fn expand(tokens: TokenStream) -> syn::Result<TokenStream> {
    let Declaration { attributes, visibility, ident, name, arguments } = syn::parse2(tokens)?;
    let parsed = arguments::parse(Taker::Declaration, arguments);
    if let Some(error) = parsed.error {
        return Err(error);
    }
    let runtime = parsed.arguments.runtime();
    let is_documented = attributes.iter().any(|attribute| attribute.path().is_ident("doc"));
    let documentation = (!is_documented).then(|| {
        let text = format!("The surface `{}`.", name.value());
        quote!(#[doc = #text])
    });
    let derives = quote_spanned! {Span::mixed_site()=>
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::fmt::Debug,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::hash::Hash,
        )]
    };
    // No variant: the type is a name for the compiler, there is never a value of it.
    Ok(quote_spanned! {Span::mixed_site()=>
        #(#attributes)*
        #documentation
        #derives
        #visibility enum #ident {}

        impl #runtime::Surface for #ident {
            const NAME: &'static #runtime::str = #name;
        }

        #runtime::inventory::submit! { #runtime::Declared::new(#name) }
    })
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::surface;

    #[test]
    fn a_declaration_is_a_type_and_its_name() {
        let tokens = surface(quote!(pub Payments = "payments")).to_string();
        assert!(tokens.contains("pub enum Payments { }"), "{tokens}");
        assert!(
            tokens.contains("const NAME : & 'static :: machineid_guard :: __private :: str = \"payments\""),
            "{tokens}"
        );
        assert!(tokens.contains("The surface `payments`."), "{tokens}");
    }

    #[test]
    fn documentation_and_visibility_are_the_users() {
        let tokens =
            surface(quote!(#[doc = "Money."] #[non_exhaustive] pub(crate) Payments = "payments", crate = kit::guard))
                .to_string();
        assert!(tokens.contains("\"Money.\""), "{tokens}");
        assert!(!tokens.contains("The surface"), "{tokens}");
        assert!(tokens.contains("pub (crate) enum Payments"), "{tokens}");
        assert!(tokens.contains("impl kit :: guard :: machineid_guard_root :: Surface for Payments"), "{tokens}");
    }

    #[test]
    fn each_mistake_is_one_error() {
        let mistakes = [
            quote!(),
            quote!(pub),
            quote!(Payments),
            quote!(Payments =),
            quote!(Payments = 5),
            quote!(Payments = ""),
            quote!(Payments = "pay:ments"),
            quote!(Payments = " payments"),
            quote!(Payments = "payments"; Email = "email"),
            quote!(Payments = "payments", crat = kit),
        ];
        for tokens in mistakes {
            let output = surface(tokens.clone()).to_string();
            assert_eq!(output.matches("compile_error").count(), 1, "{tokens}: {output}");
        }
    }
}
