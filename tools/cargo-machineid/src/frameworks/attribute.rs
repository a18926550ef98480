//! Tools that an attribute macro declares on a function.
//!
//! `#[tool]` is a macro of five frameworks. Which one is meant is decided by `use`, then by the attribute of the block
//! around it, then by which of them the package depends on.

use syn::{Expr, Lit, Meta};

use super::{Called, Description, Framework, Hint, Marked, Scene, Tool};
use crate::source::{Function, Meaning, Written};

/// An attribute macro that declares tools.
#[derive(Debug)]
pub(super) struct Macro {
    pub(super) name: &'static str,
    /// Attributes of the block around it that only this framework has; none for free functions.
    pub(super) around: &'static [&'static str],
    /// What it does with attributes below it.
    pub(super) below: Below,
}

/// What a framework's macro does with the attributes that stand below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Below {
    Kept,
    /// It takes the function apart, and they are gone: so is a boundary.
    Dropped,
}

pub(super) fn tools<'a>(scene: Scene<'a>, frameworks: &[&'static Description], tools: &mut Vec<Tool<'a>>) {
    for function in &scene.items.functions {
        let Some((attribute, framework, at)) = declaring(scene, function, frameworks) else { continue };
        let below =
            frameworks.iter().filter(|it| it.framework == framework).flat_map(|it| it.macros).map(|it| it.below);
        tools.push(Tool {
            name: called(scene, function, &attribute),
            framework,
            acts: Some(function),
            through: Vec::new(),
            place: function.module,
            span: function.ident().span(),
            marked: Marked::Attribute { at, below: below.max().unwrap_or(Below::Kept) },
            hint: hint(&attribute),
            condition: function.condition,
        });
    }
}

/// The attribute of the function that makes a tool of it, and whose it is.
fn declaring(
    scene: Scene<'_>,
    function: &Function<'_>,
    all: &[&'static Description],
) -> Option<(Written, Framework, usize)> {
    function.attributes().all().into_iter().enumerate().find_map(|(at, attribute)| {
        let framework = whose(scene, function, &attribute, all)?;
        Some((attribute, framework, at))
    })
}

fn whose(
    scene: Scene<'_>,
    function: &Function<'_>,
    attribute: &Written,
    all: &[&'static Description],
) -> Option<Framework> {
    let meaning = scene.items.scopes.meaning(function.module.scope, attribute.path());
    let word = |words: &[String]| words.last().cloned().unwrap_or_default();
    let of_macro = |framework: &&&Description, name: &str| framework.macros.iter().any(|it| it.name == name);
    match &meaning {
        Meaning::Path(words) if words.len() > 1 => {
            let name = word(words);
            let found = all.iter().find(|it| of_macro(it, &name) && it.is_crate(scene, &words[0]));
            found.map(|it| it.framework)
        }
        Meaning::Path(words) => by_block(scene, function, &word(words), all),
        Meaning::OneOf(candidates) => {
            let name = candidates.first().map(|words| word(words))?;
            let by_glob = all
                .iter()
                .filter(|it| of_macro(it, &name) && candidates.iter().any(|words| it.is_crate(scene, &words[0])));
            let by_glob: Vec<_> = by_glob.collect();
            match by_glob.as_slice() {
                [only] => Some(only.framework),
                _ => by_block(scene, function, &name, all),
            }
        }
    }
}

/// Where no `use` says it.
fn by_block(scene: Scene<'_>, function: &Function<'_>, name: &str, all: &[&'static Description]) -> Option<Framework> {
    let around = function.attributes_of_owner().all();
    let is_around = |of: &Macro| {
        of.around
            .iter()
            .any(|wanted| around.iter().any(|it| it.path().segments.last().is_some_and(|last| last.ident == wanted)))
    };
    let having = || all.iter().filter(|it| it.macros.iter().any(|of| of.name == name));
    if let Some(found) = having().find(|it| it.macros.iter().any(|of| of.name == name && is_around(of))) {
        return Some(found.framework);
    }
    let there: Vec<_> = having().filter(|it| it.is_dependency(scene)).collect();
    match there.as_slice() {
        [] => None,
        [only] => Some(only.framework),
        _ => Some(Framework::Unclear),
    }
}

/// `name = "…"` of the attribute, else the function's name.
fn called(scene: Scene<'_>, function: &Function<'_>, attribute: &Written) -> Called {
    match attribute.argument("name") {
        Some(name) => match scene.items.text(&name, function.type_name().as_deref()) {
            Some(text) => Called::Text(text),
            None => Called::AtRun(quote::quote!(#name).to_string()),
        },
        None => Called::Text(function.name()),
    }
}

/// `annotations(read_only_hint = true)`, `destructive_hint = true`, at any depth.
pub(super) fn hint(attribute: &Written) -> Option<Hint> {
    let mut hint = None;
    of_arguments(&attribute.arguments(), &mut hint);
    hint
}

fn of_arguments(arguments: &[Meta], hint: &mut Option<Hint>) {
    for argument in arguments {
        match argument {
            Meta::NameValue(value) if is_true(&value.value) => {
                let name = value.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
                match name.as_str() {
                    "destructive_hint" | "destructive" => *hint = Some(Hint::Destructive),
                    "read_only_hint" | "read_only" if hint.is_none() => *hint = Some(Hint::ReadOnly),
                    _ => {}
                }
            }
            Meta::List(list) => of_arguments(&crate::source::arguments(list.tokens.clone()), hint),
            Meta::NameValue(_) | Meta::Path(_) => {}
        }
    }
}

fn is_true(value: &Expr) -> bool {
    matches!(value, Expr::Lit(literal) if matches!(&literal.lit, Lit::Bool(it) if it.value))
}
