//! Tools that an attribute declares on a structure: the code is in a method of it.

use super::{Called, Framework, Marked, Scene, Tool, acting, attribute};
use crate::source::{Attributes, Function, Owner, Written, plain};

/// How one framework declares tools on structures.
#[derive(Debug)]
pub(super) struct OnStruct {
    /// The attribute.
    pub(super) name: &'static str,
    /// The derive that has to be there as well, if any.
    pub(super) derive: Option<&'static str>,
    /// Functions in front of all tools of the framework, where a codebase has them.
    pub(super) doors: &'static [&'static str],
}

pub(super) fn tools<'a>(scene: Scene<'a>, framework: Framework, kind: &OnStruct, tools: &mut Vec<Tool<'a>>) {
    for item in &scene.items.structs {
        let attributes = Attributes::of(&item.item.attrs).all();
        let is_derived = kind.derive.is_none_or(|derive| attributes.iter().any(|it| derives(it, derive)));
        let declaring =
            attributes.iter().find(|it| it.path().segments.last().is_some_and(|last| last.ident == kind.name));
        let (true, Some(attribute)) = (is_derived, declaring) else { continue };
        let structure = plain(&item.item.ident);
        let method = attribute.argument("fn_name").and_then(|name| scene.items.text(&name, None));
        let acts = match (&method, kind.derive) {
            (Some(method), _) => method_of(scene, &structure, &|name| (name == method).then_some(0)),
            (None, Some(_)) => method_of(scene, &structure, &|name| (name == snake_case(&structure)).then_some(0)),
            (None, None) => method_of(scene, &structure, &acting::rank),
        };
        tools.push(Tool {
            name: called(scene, attribute, &structure),
            framework,
            acts,
            through: doors(scene, kind),
            place: item.module,
            span: item.item.ident.span(),
            marked: Marked::Structure,
            hint: attribute::hint(attribute),
            condition: item.condition,
        });
    }
}

/// `#[derive(…, Tool)]`
fn derives(attribute: &Written, derive: &str) -> bool {
    attribute.path().is_ident("derive")
        && attribute.arguments().iter().any(|it| it.path().segments.last().is_some_and(|last| last.ident == derive))
}

/// The method of the type that ranks first.
fn method_of<'a>(scene: Scene<'a>, of: &str, rank: &dyn Fn(&str) -> Option<usize>) -> Option<&'a Function<'a>> {
    let is_of = |function: &&Function<'_>| {
        matches!(function.owner, Owner::Implementation(_)) && function.type_name().as_deref() == Some(of)
    };
    let ranked = scene.items.functions.iter().filter(is_of).filter_map(|it| Some((rank(&it.name())?, it)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, function)| function)
}

/// The functions through which every tool is called. A second door that only hands on is one as well.
fn doors<'a>(scene: Scene<'a>, kind: &OnStruct) -> Vec<&'a Function<'a>> {
    kind.doors.iter().flat_map(|door| scene.items.named_functions(door)).map(|it| &scene.items.functions[it]).collect()
}

fn called(scene: Scene<'_>, attribute: &Written, structure: &str) -> Called {
    match attribute.argument("name") {
        Some(name) => match scene.items.text(&name, Some(structure)) {
            Some(text) => Called::Text(text),
            None => Called::AtRun(quote::quote!(#name).to_string()),
        },
        None => Called::Text(snake_case(structure)),
    }
}

/// `RunTests` is `run_tests`.
fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for (at, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && at > 0 {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}
