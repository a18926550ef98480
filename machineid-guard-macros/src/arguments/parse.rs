//! Reads arguments one by one; each mistake is reported where it stands.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Error, Expr, Lit, Token};

use super::{Arguments, Recheck, Taker, nearest, value};
use crate::tokens;

/// What could be read, and everything that was wrong.
#[derive(Default)]
pub(crate) struct Parsed {
    pub(crate) arguments: Arguments,
    pub(crate) error: Option<Error>,
}

impl Parsed {
    fn report(&mut self, error: Error) {
        match &mut self.error {
            Some(first) => first.combine(error),
            None => self.error = Some(error),
        }
    }
}

/// Reads all arguments.
pub(crate) fn parse(taker: Taker, tokens: TokenStream) -> Parsed {
    let mut parsed = Parsed::default();
    let outcome = (|input: ParseStream<'_>| {
        read(taker, input, &mut parsed);
        // What is left after an error that cannot be stepped over is not a second mistake.
        input.parse::<TokenStream>()
    })
    .parse2(tokens);
    if let Err(error) = outcome {
        parsed.report(error);
    }
    parsed
}

/// Reads arguments up to the end of `input` or to a mistake that hides where the next one starts.
fn read(taker: Taker, input: ParseStream<'_>, parsed: &mut Parsed) {
    let mut seen = Vec::new();
    while !input.is_empty() {
        match argument(taker, input, &mut seen, parsed) {
            Ok(()) => {}
            Err(Mistake::Local(error)) => parsed.report(error),
            Err(Mistake::Lost(error)) => return parsed.report(error),
        }
        if input.is_empty() {
            return;
        }
        if input.parse::<Token![,]>().is_err() {
            return parsed.report(input.error("expected `,` before the next argument"));
        }
    }
}

/// A mistake after which reading goes on at the next comma, or one after which it cannot.
enum Mistake {
    Local(Error),
    Lost(Error),
}

fn argument(taker: Taker, input: ParseStream<'_>, seen: &mut Vec<String>, parsed: &mut Parsed) -> Result<(), Mistake> {
    let keyword = keyword(taker, input)?;
    let word = keyword.to_string();
    if !taker.known().contains(&word.as_str()) {
        let error = unknown(taker, &keyword);
        return Err(skip_value(input, error));
    }
    if seen.contains(&word) {
        let error =
            Error::new_spanned(&keyword, format!("the argument `{word}` is given twice: remove one of the two"));
        return Err(skip_value(input, error));
    }
    seen.push(word.clone());
    let arguments = &mut parsed.arguments;
    match word.as_str() {
        "future" => {
            if input.peek(Token![=]) || input.peek(syn::token::Paren) {
                let error = Error::new_spanned(&keyword, "`future` takes no value: write just `future`");
                return Err(skip_value(input, error));
            }
            arguments.future = Some(keyword);
        }
        "fns" => arguments.functions = Some(functions(&keyword, input)?),
        "surface" => {
            equals(taker, &keyword, input)?;
            arguments.surface = Some(stepping(&keyword, input, value::surface)?);
        }
        "crate" => {
            equals(taker, &keyword, input)?;
            arguments.crate_path = Some(stepping(&keyword, input, value::crate_path)?);
        }
        _ => {
            equals(taker, &keyword, input)?;
            let value = input.fork();
            let expression = input.parse::<Expr>().map_err(|_| Mistake::Lost(no_value(&keyword, &value)))?;
            set(arguments, keyword, expression).map_err(Mistake::Local)?;
        }
    }
    Ok(())
}

/// Checks and keeps the value of an argument that is an expression.
fn set(arguments: &mut Arguments, keyword: Ident, expression: Expr) -> syn::Result<()> {
    match keyword.to_string().as_str() {
        "name" => arguments.name = Some(value::name(expression)?),
        "device" => arguments.device = Some(value::device(expression)?),
        "guard" => arguments.guard = Some(value::guard(expression)?),
        "on_denied" => arguments.on_denied = Some(value::on_denied(expression)?),
        "permit" => arguments.permit = Some(value::permit(expression)?),
        _ => {
            let milliseconds = value::recheck(expression)?;
            arguments.recheck = Some(Recheck { keyword, milliseconds });
        }
    }
    Ok(())
}

fn keyword(taker: Taker, input: ParseStream<'_>) -> Result<Ident, Mistake> {
    if input.peek(Lit) {
        let literal = input.parse::<Lit>().map_err(Mistake::Lost)?;
        let first = meant_by_a_literal(taker);
        let (shown, written) = (taker.shown(), literal.to_token_stream());
        return Err(Mistake::Local(Error::new_spanned(
            &literal,
            format!("{shown} takes its arguments as `argument = value`: write `{first} = {written}`"),
        )));
    }
    input
        .call(Ident::parse_any)
        .map_err(|_| Mistake::Lost(input.error("expected an argument, as in `name = \"refund\"`")))
}

/// The argument that a user most likely means by a value alone.
fn meant_by_a_literal(taker: Taker) -> &'static str {
    match taker {
        Taker::Boundary("side_effect") | Taker::Checkpoint(_) | Taker::Closure => "surface",
        Taker::Boundary(_) | Taker::GuardedTools => "name",
        Taker::RequireBoundaries | Taker::Declaration => "crate",
    }
}

fn unknown(taker: Taker, keyword: &Ident) -> Error {
    let shown = taker.shown();
    let known = taker.known();
    let list = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let offer = match nearest(&keyword.to_string(), known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "remove it".to_owned(),
    };
    Error::new_spanned(keyword, format!("unknown argument `{keyword}`: {offer}\nnote: {shown} takes {list}"))
}

/// The error for a value that cannot be read to its end, such as an editor sends.
fn no_value(keyword: &Ident, value: ParseStream<'_>) -> Error {
    let written: TokenStream =
        value.cursor().token_stream().into_iter().take_while(|token| !tokens::is_punct(token, ',')).collect();
    Error::new_spanned(
        written,
        format!("the value of `{keyword}` is not finished: write all of it, as in `{}`", example(keyword)),
    )
}

/// Reads the `=` after an argument, and sees that a value follows.
fn equals(taker: Taker, keyword: &Ident, input: ParseStream<'_>) -> Result<(), Mistake> {
    let example = example(keyword);
    if !input.peek(Token![=]) {
        let message = if input.peek(Token![:]) {
            format!("the value of `{keyword}` stands after `=`, not after `:`: {} takes `{example}`", taker.shown())
        } else {
            format!("`{keyword}` needs a value: {} takes `{example}`", taker.shown())
        };
        return Err(skip_value(input, Error::new_spanned(keyword, message)));
    }
    input.parse::<Token![=]>().map_err(Mistake::Lost)?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(Mistake::Local(Error::new_spanned(
            keyword,
            format!("`{keyword}` has an empty value: write one, as in `{example}`, or remove the argument"),
        )));
    }
    Ok(())
}

fn example(keyword: &Ident) -> String {
    let value = match keyword.to_string().as_str() {
        "name" => "\"refund\"",
        "surface" => "\"payments\"",
        "device" => "\"agent:prod:payments:01\"",
        "guard" => "self.guard",
        "on_denied" => "|denied| denied.agent_message()",
        "permit" => "permit",
        "recheck" => "\"500ms\"",
        _ => "::machineid_guard",
    };
    format!("{keyword} = {value}")
}

/// Steps over the value of an argument that is wrong by itself, so that the ones after it are read.
fn skip_value(input: ParseStream<'_>, error: Error) -> Mistake {
    let skipped = (|| -> syn::Result<()> {
        if input.peek(syn::token::Paren) {
            input.parse::<proc_macro2::Group>()?;
        }
        let is_given = input.peek(Token![=]) || input.peek(Token![:]);
        if is_given {
            // `=`, or `:` in its place.
            input.parse::<proc_macro2::TokenTree>()?;
            if !input.is_empty() && !input.peek(Token![,]) {
                input.parse::<Expr>()?;
            }
        }
        Ok(())
    })();
    match skipped {
        Ok(()) => Mistake::Local(error),
        Err(_) => Mistake::Lost(error),
    }
}

/// Reads a value; a mistake in it is local where the value ends at a comma all the same.
fn stepping<T>(
    keyword: &Ident,
    input: ParseStream<'_>,
    read: fn(ParseStream<'_>) -> syn::Result<T>,
) -> Result<T, Mistake> {
    let value = input.fork();
    read(input).map_err(|error| match () {
        () if value.fork().parse::<Expr>().is_err() => Mistake::Lost(no_value(keyword, &value)),
        () if input.is_empty() || input.peek(Token![,]) => Mistake::Local(error),
        () => Mistake::Lost(error),
    })
}

/// Reads `fns(execute, execute_with_status)`.
fn functions(keyword: &Ident, input: ParseStream<'_>) -> Result<Vec<Ident>, Mistake> {
    const FORM: &str = "`fns` lists the functions that get a boundary: `fns(execute)`";
    if !input.peek(syn::token::Paren) {
        return Err(skip_value(input, Error::new_spanned(keyword, FORM)));
    }
    let group = input.parse::<proc_macro2::Group>().map_err(Mistake::Lost)?;
    let names = syn::punctuated::Punctuated::<Ident, Token![,]>::parse_terminated
        .parse2(group.stream())
        .map_err(|error| Mistake::Local(Error::new(error.span(), FORM)))?;
    if names.is_empty() {
        return Err(Mistake::Local(Error::new(group.span(), format!("no function is named here\nnote: {FORM}"))));
    }
    let mut names: Vec<Ident> = names.into_iter().collect();
    let mut kept: Vec<Ident> = Vec::new();
    for name in names.drain(..) {
        if kept.contains(&name) {
            return Err(Mistake::Local(Error::new_spanned(
                &name,
                format!("`{name}` is named twice: remove one of the two"),
            )));
        }
        kept.push(name);
    }
    Ok(kept)
}
