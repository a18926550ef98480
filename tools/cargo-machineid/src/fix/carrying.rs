//! How what a function returns carries a denial.

use quote::ToTokens as _;
use syn::Type;

use super::own_type::{self, Needs, Own};
use crate::frameworks::{Line, Looked, Needed, Scene, absolute, conversion};
use crate::source::{File, Returned, Spelled};

/// What has to be written so that the function can be denied, beside its attribute.
#[derive(Clone, Debug)]
pub(super) enum Carrying {
    Nothing,
    /// Nothing either: an error of the codebase that carries denials already.
    OwnError,
    /// A feature of the library, a line of `denials!`, or both.
    Said(Needed),
    /// A change of a type of the codebase.
    Type(Own),
    /// `on_denied = …` of the attribute.
    OnDenied(&'static str),
}

/// Or what a person has to do, since nothing can be shown to be right.
type OrByHand = Result<Carrying, String>;

/// What a return type needs.
pub(super) fn of(scene: Scene<'_>, root: &File, returned: &Returned) -> OrByHand {
    let Some((ok, error)) = &returned.result else { return of_value(scene, root, &returned.value) };
    let (ok, errors) = (scene.items.candidates(ok), scene.items.candidates(error));
    let looked = Looked { ok: &ok, error: &errors, ..Looked::default() };
    match conversion(scene, looked) {
        Some(needed) => needed.map(Carrying::Said).map_err(str::to_owned),
        None => of_error(scene, root, error, &errors),
    }
}

/// What `core` and `alloc` have is known by its name in `std`.
fn of_std(mut words: Vec<String>) -> Vec<String> {
    if words.len() > 1 && ["core", "alloc"].contains(&words[0].as_str()) {
        "std".clone_into(&mut words[0]);
    }
    words
}

fn of_error(scene: Scene<'_>, root: &File, error: &Spelled, candidates: &[Vec<String>]) -> OrByHand {
    let line = |of: String, how: String| {
        Ok(Carrying::Said(Needed { feature: None, line: Some(Line { of, how }), note: None }))
    };
    if let Some(of) = boxed_error(&error.ty) {
        return line(of, "|denied| denied.agent_message().into()".to_owned());
    }
    let words = candidates.first().cloned().map(of_std).unwrap_or_default();
    let path = absolute(&words);
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["String"] | ["std", "string", "String"] | ["machineid_guard", "Denied"] => Ok(Carrying::Nothing),
        ["anyhow", "Error"] => line(path, "|denied| anyhow::Error::msg(denied.agent_message())".to_owned()),
        ["eyre" | "color_eyre" | "miette", "Report"] | ["color_eyre", "eyre", "Report"] => {
            let how = format!("|denied| {path}::msg(denied.agent_message())");
            line(path, how)
        }
        ["std", "io", "Error"] => line(
            path,
            "|denied| std::io::Error::new(std::io::ErrorKind::PermissionDenied, denied.agent_message())".to_owned(),
        ),
        _ => match own_type::error(scene, root, error) {
            Some(Needs::Nothing) => Ok(Carrying::OwnError),
            Some(Needs::Change(own)) => Ok(Carrying::Type(own)),
            Some(Needs::ByHand(name)) => Err(format!("write `impl From<machineid_guard::Denied> for {name}`")),
            None => Err(of_foreign(&error.ty)),
        },
    }
}

fn of_foreign(error: &Type) -> String {
    format!(
        "say at the crate's root how a `{0}` carries a denial: `machineid_guard::denials! {{ {0} => |denied| … }}`",
        shown(error)
    )
}

/// `Box<dyn Error + Send + Sync>`, whatever of these it has, in words that mean the same everywhere.
fn boxed_error(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Box")?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let Some(syn::GenericArgument::Type(Type::TraitObject(of))) = arguments.args.first() else { return None };
    let mut bounds = Vec::new();
    for bound in &of.bounds {
        let name = bound.to_token_stream().to_string().replace(' ', "");
        bounds.push(match name.rsplit("::").next()? {
            "Error" => "std::error::Error",
            "Send" => "Send",
            "Sync" => "Sync",
            "'static" => "'static",
            _ => return None,
        });
    }
    bounds.contains(&"std::error::Error").then(|| format!("Box<dyn {}>", bounds.join(" + ")))
}

/// What is no `Result`.
fn of_value(scene: Scene<'_>, root: &File, value: &Spelled) -> OrByHand {
    let words = scene.items.candidates(value);
    let looked = Looked { value: &words, ..Looked::default() };
    if let Some(needed) = conversion(scene, looked) {
        return needed.map(Carrying::Said).map_err(str::to_owned);
    }
    let words = words.into_iter().next().map(of_std).unwrap_or_default();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["String"] | ["std", "string", "String"] => Ok(Carrying::OnDenied("|denied| denied.agent_message()")),
        _ => match own_type::value(scene, root, value) {
            Some(Needs::Nothing) => Ok(Carrying::Nothing),
            Some(Needs::Change(own)) => Ok(Carrying::Type(own)),
            Some(Needs::ByHand(name)) => Err(format!(
                "say what a denied call returns: `impl machineid_guard::FromDenied for {name}`, or `on_denied = |denied| …` in \
                 the attribute"
            )),
            None => Err(format!(
                "say what a denied call returns in place of a `{}`: `on_denied = |denied| …` in the attribute",
                shown(&value.ty)
            )),
        },
    }
}

/// A type as a person writes it.
fn shown(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("< ", "<"),
        ("& ", "&"),
        (" <", "<"),
        ("( )", "()"),
    ]
    .iter()
    .fold(text, |text, (from, to)| text.replace(from, to))
}
