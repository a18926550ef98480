//! What each argument's value must look like.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Error, Expr, ExprLit, Lit, LitStr, Path, Token, Type, TypePath};

use super::{Name, Surface, duration};

/// The value without the parentheses and invisible groups around it.
fn peeled(value: Expr) -> Expr {
    match value {
        Expr::Group(group) => peeled(*group.expr),
        Expr::Paren(paren) => peeled(*paren.expr),
        value => value,
    }
}

fn literal(value: &Expr) -> Option<&Lit> {
    match value {
        Expr::Lit(ExprLit { lit, .. }) => Some(lit),
        Expr::Group(group) => literal(&group.expr),
        Expr::Paren(paren) => literal(&paren.expr),
        _ => None,
    }
}

/// A literal's text as a boundary's name.
pub(crate) fn boundary_name(text: &LitStr) -> syn::Result<()> {
    let name = text.value();
    if name.trim().is_empty() {
        return Err(Error::new_spanned(text, "the name of a boundary is blank: write what the agent calls it"));
    }
    if name.chars().any(char::is_control) {
        return Err(Error::new_spanned(
            text,
            "the name of a boundary has control characters, which would break the lines of a log: take them out",
        ));
    }
    Ok(())
}

/// A literal's text as a surface, which becomes the third part of a device id.
pub(crate) fn surface_name(text: &LitStr) -> syn::Result<()> {
    let surface = text.value();
    let wrong = if surface.trim().is_empty() {
        "is blank"
    } else if surface.contains(':') {
        "contains `:`, which separates the parts of a device id"
    } else if surface.trim() != surface {
        "starts or ends with a space"
    } else if !surface.chars().all(|letter| letter == ' ' || letter.is_ascii_graphic()) {
        "has letters that are not printable ASCII"
    } else {
        return Ok(());
    };
    Err(Error::new_spanned(
        text,
        format!(
            "the surface {wrong}\n\
             note: it becomes the third part of `service:env:surface:instance`; write a word such as \"payments\""
        ),
    ))
}

/// A boundary's name: a literal, or an expression that gives text.
pub(crate) fn name(value: Expr) -> syn::Result<Name> {
    match peeled(value) {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => boundary_name(&text).map(|()| Name::Literal(text)),
        Expr::Lit(other) => Err(Error::new_spanned(
            other,
            "`name` is a string, or an expression that gives one: `name = \"refund\"`, `name = self.name()`",
        )),
        expression => Ok(Name::Expression(expression)),
    }
}

/// Reads the value of `surface`: a literal, or a type's path.
pub(super) fn surface(input: ParseStream<'_>) -> syn::Result<Surface> {
    let ahead = input.fork();
    if let Ok(ty) = ahead.parse::<Type>() {
        let is_whole_value = ahead.is_empty() || ahead.peek(Token![,]);
        if let (true, Some(path)) = (is_whole_value, type_path(&ty)) {
            input.parse::<Type>()?;
            return if is_value(&path) { Err(no_type(&path)) } else { Ok(Surface::Type(path)) };
        }
    }
    let value: Expr = input.parse()?;
    match peeled(value) {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => surface_name(&text).map(|()| Surface::Literal(text)),
        other => Err(Error::new_spanned(
            other,
            "`surface` is a string literal or a type: `surface = \"payments\"`, or `surface = Payments` for a type \
             declared with `surface!(Payments = \"payments\")`\n\
             note: the inventory lists every surface before the program runs, so it cannot be an expression",
        )),
    }
}

/// Whether the path's last word is written as constants and variables are, and as lints let no type be.
fn is_value(path: &TypePath) -> bool {
    path.path.segments.last().is_some_and(|last| {
        let name = last.ident.to_string();
        let is_constant = name.len() > 1 && !name.chars().any(char::is_lowercase);
        last.arguments.is_none() && (is_constant || name.starts_with(char::is_lowercase))
    })
}

fn no_type(path: &TypePath) -> Error {
    let last = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    let in_quotes = last.to_lowercase();
    Error::new_spanned(
        path,
        format!(
            "`{last}` is neither in quotes nor a type: write `surface = \"{in_quotes}\"`, or a type in `CamelCase` that \
             `surface!(pub Payments = \"payments\")` declares\n\
             note: the inventory lists every surface before the program runs, so it cannot be an expression"
        ),
    )
}

fn type_path(ty: &Type) -> Option<TypePath> {
    match ty {
        Type::Path(path) => Some(path.clone()),
        Type::Group(group) => type_path(&group.elem),
        Type::Paren(paren) => type_path(&paren.elem),
        _ => None,
    }
}

pub(super) fn device(value: Expr) -> syn::Result<Expr> {
    match literal(&value) {
        Some(Lit::Str(text)) if text.value().trim().is_empty() => Err(Error::new_spanned(
            text,
            "the device id is blank: write the id that is registered, as in \"agent:prod:payments:01\"",
        )),
        None | Some(Lit::Str(_)) => Ok(value),
        Some(other) => Err(Error::new_spanned(
            other,
            "`device` is a device id: a string or a `DeviceId`, as in `device = \"agent:prod:payments:01\"`",
        )),
    }
}

pub(super) fn guard(value: Expr) -> syn::Result<Expr> {
    match literal(&value) {
        None => Ok(value),
        Some(other) => Err(Error::new_spanned(
            other,
            "`guard` is an expression that gives a `Guard`: `guard = self.guard`, `guard = GUARD`",
        )),
    }
}

pub(super) fn on_denied(value: Expr) -> syn::Result<Expr> {
    const FORM: &str = "`on_denied` takes the denial and gives what the function returns: \
                        `on_denied = |denied| denied.agent_message()`, or the path of a function that does";
    match &value {
        Expr::Closure(closure) if closure.inputs.len() != 1 => Err(Error::new_spanned(
            &value,
            format!("this closure takes {} arguments, it is given one: the denial\nnote: {FORM}", closure.inputs.len()),
        )),
        _ if literal(&value).is_some() => Err(Error::new_spanned(value, FORM)),
        _ => Ok(value),
    }
}

/// The name to which the permit is bound.
pub(super) fn permit(value: Expr) -> syn::Result<Ident> {
    const FORM: &str = "`permit` is the name that the permit gets in the body: `permit = permit`";
    match peeled(value) {
        Expr::Path(path) if path.qself.is_none() && path.attrs.is_empty() => {
            path.path.get_ident().cloned().ok_or_else(|| Error::new_spanned(&path, FORM))
        }
        other => Err(Error::new_spanned(other, FORM)),
    }
}

pub(super) fn recheck(value: Expr) -> syn::Result<u64> {
    match peeled(value) {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            duration::milliseconds(&text.value()).map_err(|wrong| Error::new_spanned(&text, wrong))
        }
        other => Err(Error::new_spanned(
            other,
            "`recheck` is a duration in a string, so that it is read when the crate is compiled: `recheck = \"500ms\"`",
        )),
    }
}

/// Reads the value of `crate`.
pub(super) fn crate_path(input: ParseStream<'_>) -> syn::Result<Path> {
    if input.peek(Lit) {
        return Err(Error::new_spanned(
            input.parse::<Lit>()?,
            "`crate` is a path without quotes: `crate = my_agent_kit::machineid_guard`",
        ));
    }
    input.call(Path::parse_mod_style)
}
