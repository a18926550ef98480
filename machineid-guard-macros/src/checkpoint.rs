//! `checkpoint!` and `checkpoint_blocking!`: a boundary in the middle of a body.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::parse::{ParseStream, Parser as _};
use syn::{Error, LitStr, Token};

use crate::arguments::{self, Arguments, Taker};
use crate::expand::{Boundary, Finish};
use crate::naming::Naming;
use crate::tokens;

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
    let (name, rest) = match named(form, tokens.clone()) {
        Ok(named) => named,
        Err(error) => return beside(&error, form, &arguments_after_comma(form, tokens)),
    };
    let parsed = arguments::parse(Taker::Checkpoint(form.name()), rest);
    if let Some(error) = parsed.error {
        return beside(&error, form, &parsed.arguments);
    }
    let arguments = &parsed.arguments;
    let kind = Ident::new("Checkpoint", Span::mixed_site());
    let name = Naming::Text(name.value());
    Boundary { kind, name, arguments, runtime: &arguments.runtime() }.question(form.finish())
}

/// An expression beside the error, of the type that it has without one: what stands after the macro,
/// such as `.await?`, is not a second mistake.
fn beside(error: &Error, form: Form, arguments: &Arguments) -> TokenStream {
    let error = error.to_compile_error();
    let runtime = arguments.runtime();
    let ty = match form {
        Form::Future => quote!(#runtime::Asking),
        Form::Blocking => quote!(#runtime::Result<(), #runtime::Denied>),
    };
    quote!({ #error #runtime::annotate::<#ty>().unwrap_or_else(|| loop {}) })
}

/// The name, and the tokens of the arguments after it.
fn named(form: Form, tokens: TokenStream) -> syn::Result<(LitStr, TokenStream)> {
    (|input: ParseStream<'_>| {
        let name = name(form, input)?;
        if !input.is_empty() {
            input.parse::<Token![,]>().map_err(|error| Error::new(error.span(), "expected `,` after the name"))?;
        }
        Ok((name, input.parse::<TokenStream>()?))
    })
    .parse2(tokens)
}

/// The arguments where the name is what is wrong: one of them may say where the runtime is.
fn arguments_after_comma(form: Form, tokens: TokenStream) -> Arguments {
    let rest = tokens.into_iter().skip_while(|token| !tokens::is_punct(token, ',')).skip(1).collect();
    arguments::parse(Taker::Checkpoint(form.name()), rest).arguments
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
        assert!(expanded(Form::Future, quote!("next_step")).contains("ask_at ("));
        assert!(expanded(Form::Blocking, quote!("next_step")).contains("wait_at ("));
    }

    #[test]
    fn arguments_follow_the_name() {
        let tokens = expanded(Form::Future, quote!("next_step", surface = "email", guard = self.guard, crate = a::b,));
        assert!(tokens.contains("surface = \"email\" }"), "{tokens}");
        assert!(tokens.contains("a :: b :: machineid_guard_root :: Check"), "{tokens}");
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
