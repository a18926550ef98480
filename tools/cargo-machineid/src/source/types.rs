//! What the type that a function returns comes to, through the aliases of the crate.

use std::collections::HashMap;

use syn::visit_mut::{self, VisitMut};
use syn::{GenericArgument, PathArguments, ReturnType, Type, TypeParamBound, TypePath};

use super::attributes::plain;
use super::function::{Function, Owner};
use super::items::Items;
use super::names::Meaning;

/// An alias of an alias of an alias.
const DEPTH: u8 = 6;

/// A type as it is written, with the scope that its names are looked up in.
#[derive(Clone, Debug)]
pub(crate) struct Spelled {
    pub(crate) ty: Type,
    pub(crate) scope: usize,
}

/// What a call gives in the end.
#[derive(Clone, Debug)]
pub(crate) struct Returned {
    pub(crate) value: Spelled,
    /// What a success and an error are, where it is a `Result`.
    pub(crate) result: Option<(Spelled, Spelled)>,
    pub(crate) awaited: Awaited,
}

/// Whether the function gives a future of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Awaited {
    No,
    /// The return type says so.
    Written,
    /// An alias of the crate says so, which no macro can see.
    ByAlias,
}

impl Items<'_> {
    /// What the function gives, when it has been awaited.
    pub(crate) fn returned(&self, function: &Function<'_>) -> Returned {
        let ty = match &function.signature.output {
            ReturnType::Default => syn::parse_quote!(()),
            ReturnType::Type(_, ty) => (**ty).clone(),
        };
        let written = of_owner(Spelled { ty, scope: function.module.scope }, function);
        let (value, awaited) = match future_of(&written.ty) {
            Some(inner) => (Spelled { ty: inner, scope: written.scope }, Awaited::Written),
            None => match self.alias(&written).as_ref().and_then(|meant| Some((future_of(&meant.ty)?, meant.scope))) {
                Some((ty, scope)) => (Spelled { ty, scope }, Awaited::ByAlias),
                None => (written, Awaited::No),
            },
        };
        let result = self.result(&value, function, DEPTH);
        let value = self.unaliased(value);
        Returned { value, result, awaited }
    }

    fn result(&self, of: &Spelled, function: &Function<'_>, depth: u8) -> Option<(Spelled, Spelled)> {
        let depth = depth.checked_sub(1)?;
        if let Some(meant) = self.alias(of) {
            return self.result(&meant, function, depth);
        }
        let Type::Path(path) = &of.ty else { return None };
        let candidates = self.candidates(of);
        let words = candidates.first()?;
        let arguments = arguments(path);
        // `McpResult<T>` is one of another crate, and `CallToolResult` is none.
        let is_one =
            words.last().is_some_and(|last| last == "Result" || last.ends_with("Result") && !arguments.is_empty());
        if !is_one {
            return None;
        }
        let here = |ty: Type| of_owner(Spelled { ty, scope: of.scope }, function);
        let mut arguments = arguments.into_iter();
        let ok = arguments.next().unwrap_or_else(|| syn::parse_quote!(()));
        let error = arguments.next().or_else(|| error_of_alias(words))?;
        Some((self.unaliased(here(ok)), self.unaliased(here(error))))
    }

    /// What the type is when the crate's aliases are followed.
    fn unaliased(&self, spelled: Spelled) -> Spelled {
        (0..DEPTH).fold(spelled, |spelled, _| self.alias(&spelled).unwrap_or(spelled))
    }

    /// What the path of a type may stand for, from a crate's name on: one path, or one for each glob that may bring it in.
    pub(crate) fn candidates(&self, of: &Spelled) -> Vec<Vec<String>> {
        let Type::Path(path) = &of.ty else { return Vec::new() };
        let written = || path.path.segments.iter().map(|segment| plain(&segment.ident)).collect::<Vec<_>>();
        match self.scopes.meaning(of.scope, &path.path) {
            Meaning::Path(words) => vec![words],
            Meaning::OneOf(_) if written().len() == 1 && is_of_prelude(&written()[0]) => vec![written()],
            // Its first word is a crate's rather than what a glob brings in.
            Meaning::OneOf(_) if written().len() > 1 => vec![written()],
            Meaning::OneOf(candidates) => candidates,
        }
    }

    /// What an alias of this crate stands for.
    fn alias(&self, of: &Spelled) -> Option<Spelled> {
        let Type::Path(path) = &of.ty else { return None };
        let full = self.own_path(of.scope, &path.path)?;
        let found = self.aliases.iter().find(|item| self.is_at(item.module.scope, &plain(&item.item.ident), &full))?;
        let given = arguments(path);
        let parameters = found.item.generics.type_params().enumerate();
        let values: HashMap<String, Type> = parameters
            .filter_map(|(at, parameter)| {
                let value = given.get(at).cloned().or_else(|| parameter.default.as_ref().map(|(_, ty)| ty.clone()))?;
                Some((plain(&parameter.ident), value))
            })
            .collect();
        // A parameter's value is looked up where the alias is used, all else where it is defined. Both at once is rare:
        // what the caller gives is mostly the value, and the error the alias's own.
        let mut ty = (*found.item.ty).clone();
        Filled(&values).visit_type_mut(&mut ty);
        Some(Spelled { ty, scope: found.module.scope })
    }

    /// The path from the crate's root, for what is this crate's own.
    pub(crate) fn own_path(&self, scope: usize, path: &syn::Path) -> Option<Vec<String>> {
        match self.scopes.meaning(scope, path) {
            Meaning::Path(words) if words.len() == 1 => {
                Some(self.scopes.module(scope).iter().cloned().chain(words).collect())
            }
            Meaning::Path(words) if words[0] == "crate" => Some(words[1..].to_vec()),
            Meaning::Path(_) | Meaning::OneOf(_) => None,
        }
    }

    /// Whether the item of that name in that scope is the one at this path.
    pub(crate) fn is_at(&self, scope: usize, name: &str, full: &[String]) -> bool {
        full.split_last().is_some_and(|(last, module)| last == name && self.scopes.module(scope) == module)
    }
}

/// `Self::Error` is what the block says.
fn of_owner(spelled: Spelled, function: &Function<'_>) -> Spelled {
    let (Type::Path(path), Owner::Implementation(block)) = (&spelled.ty, function.owner) else { return spelled };
    let words: Vec<String> = path.path.segments.iter().map(|segment| plain(&segment.ident)).collect();
    let meant = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["Self"] => Some((*block.self_ty).clone()),
        ["Self", name] => block.items.iter().find_map(|item| match item {
            syn::ImplItem::Type(item) if item.ident == name => Some(item.ty.clone()),
            _ => None,
        }),
        _ => None,
    };
    meant.map_or(spelled, |ty| Spelled { ty, scope: function.module.scope })
}

/// Puts the values of an alias's parameters in.
struct Filled<'v>(&'v HashMap<String, Type>);

impl VisitMut for Filled<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty
            && let Some(value) = path.path.get_ident().and_then(|name| self.0.get(&plain(name)))
        {
            *ty = value.clone();
            return;
        }
        visit_mut::visit_type_mut(self, ty);
    }
}

/// What the future gives that the type is: `impl Future<Output = T>`, `Pin<Box<dyn Future<Output = T>>>`, `BoxFuture<T>`.
fn future_of(ty: &Type) -> Option<Type> {
    match ty {
        Type::ImplTrait(of) => of.bounds.iter().find_map(output_of_bound),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let inner = || arguments(path).into_iter().next();
            match last.ident.to_string().as_str() {
                "BoxFuture" | "LocalBoxFuture" => inner(),
                "Pin" | "Box" => match inner()? {
                    Type::TraitObject(of) => of.bounds.iter().find_map(output_of_bound),
                    inner => future_of(&inner),
                },
                _ => None,
            }
        }
        Type::Paren(paren) => future_of(&paren.elem),
        Type::Group(group) => future_of(&group.elem),
        _ => None,
    }
}

fn output_of_bound(bound: &TypeParamBound) -> Option<Type> {
    let TypeParamBound::Trait(bound) = bound else { return None };
    let last = bound.path.segments.last().filter(|last| last.ident == "Future")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(output) if output.ident == "Output" => Some(output.ty.clone()),
        _ => None,
    })
}

/// The error of a `Result` that another crate defines for itself.
fn error_of_alias(words: &[String]) -> Option<Type> {
    let (last, before) = words.split_last()?;
    let name = match before.first()?.as_str() {
        "eyre" | "color_eyre" | "miette" => "Report".to_owned(),
        "adk_core" | "adk_rust" => "AdkError".to_owned(),
        _ => last.replace("Result", "Error"),
    };
    let path: String = before.iter().chain([&name]).map(|word| format!("::{word}")).collect::<Vec<_>>().concat();
    syn::parse_str(&path).ok()
}

/// What every module has without a `use`.
fn is_of_prelude(name: &str) -> bool {
    ["Result", "String", "Box", "Vec", "Option"].contains(&name)
}

/// The types between the brackets of the last segment.
fn arguments(path: &TypePath) -> Vec<Type> {
    match path.path.segments.last().map(|last| &last.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty.clone()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
