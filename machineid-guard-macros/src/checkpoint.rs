//! `checkpoint!` and `checkpoint_blocking!`: a boundary in the middle of a body.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::parse::{ParseStream, Parser as _};
use syn::{Error, LitStr, Token};

use crate::arguments::{self, Arguments, Taker};
use crate::expand::{Boundary, Finish};

/// The two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// An expression that is a future.
    Future,
    /// An expression that blocks and is a `Result`.
    Blocking,
}

impl Form {
    const fn name(self) -> &'static str {
        match self {
            Self::Future => "checkpoint",
            Self::Blocking => "checkpoint_blocking",
        }
    }

    const fn finish(self) -> Finish {
        match self {
            Self::Future => Finish::Future,
            Self::Blocking => Finish::Wait,
        }
    }
}

/// Expands to a block expression that asks.
pub(crate) fn checkpoint(form: Form, tokens: TokenStream) -> TokenStream {
    expand(form, tokens).unwrap_or_else(|error| {
        let error = error.to_compile_error();
        // An expression beside the error, of a type that fits everywhere: what stands after the
        // macro, such as `.await?`, is not a second mistake.
        quote!({ #error loop {} })
    })
}

fn expand(form: Form, tokens: TokenStream) -> syn::Result<TokenStream> {
    let (name, arguments) = parse(form, tokens)?;
    let runtime = arguments.runtime();
    let boundary = Boundary {
        kind: Ident::new("Checkpoint", Span::mixed_site()),
        name: name.value(),
        arguments: &arguments,
        runtime: &runtime,
    };
    Ok(boundary.question(form.finish()))
}

fn parse(form: Form, tokens: TokenStream) -> syn::Result<(LitStr, Arguments)> {
    let (name, rest) = (|input: ParseStream<'_>| {
        let name = name(form, input)?;
        if !input.is_empty() {
            input.parse::<Token![,]>().map_err(|error| Error::new(error.span(), "expected `,` after the name"))?;
        }
        Ok((name, input.parse::<TokenStream>()?))
    })
    .parse2(tokens)?;
    let parsed = arguments::parse(Taker::Checkpoint(form.name()), rest);
    match parsed.error {
        Some(error) => Err(error),
        None => Ok((name, parsed.arguments)),
    }
}

fn name(form: Form, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let macro_name = form.name();
    let message =
        format!("`{macro_name}!` starts with the checkpoint's name in quotes: `{macro_name}!(\"next_step\")`");
    if input.is_empty() {
        return Err(Error::new(Span::call_site(), message));
    }
    let name: LitStr = input.parse().map_err(|error| Error::new(error.span(), message))?;
    arguments::boundary_name(&name)?;
    Ok(name)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{Form, checkpoint};

    fn expanded(form: Form, tokens: proc_macro2::TokenStream) -> String {
        checkpoint(form, tokens).to_string()
    }

    #[test]
    fn the_future_form_asks_and_the_blocking_form_waits() {
        assert!(expanded(Form::Future, quote!("next_step")).contains(". ask ()"));
        assert!(expanded(Form::Blocking, quote!("next_step")).contains(". wait ()"));
    }

    #[test]
    fn arguments_follow_the_name() {
        let tokens = expanded(Form::Future, quote!("next_step", surface = "email", guard = self.guard, crate = a::b,));
        assert!(tokens.contains("with_surface (\"email\")"), "{tokens}");
        assert!(tokens.contains("a :: b :: __private :: Check"), "{tokens}");
        assert!(tokens.contains(". guard (& (self . guard))"), "{tokens}");
    }

    #[test]
    fn each_mistake_is_one_error_and_still_an_expression() {
        let mistakes = [
            quote!(),
            quote!(""),
            quote!(name),
            quote!("a" "b"),
            quote!("a", surface = ""),
            quote!("a", permit = permit),
            quote!("a", device),
        ];
        for tokens in mistakes {
            let output = expanded(Form::Future, tokens.clone());
            assert_eq!(output.matches("compile_error").count(), 1, "{tokens}: {output}");
            assert!(syn::parse_str::<syn::Expr>(&output).is_ok(), "{output}");
        }
    }
}
