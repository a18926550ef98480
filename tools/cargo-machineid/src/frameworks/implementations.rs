//! Tools that are implementations of a trait.

use syn::{ItemImpl, ItemTrait, Path, Signature, Type, Visibility};

use super::declared::Declared;
use super::{Called, Description, Framework, Marked, Scene, Tool};
use crate::source::{Attributes, Function, Owner, plain};
use crate::workspace::TargetKind;

/// Functions that say what a tool is called.
const NAMING: [&str; 3] = ["name", "tool_name", "id"];

/// A trait whose implementations are tools.
pub(super) struct Kind<'k> {
    pub(super) framework: Framework,
    /// Whether the trait, as that scope names it, is meant.
    pub(super) is_it: &'k dyn Fn(usize, &Path) -> bool,
    /// Whether a function of that name acts.
    pub(super) acting: &'k dyn Fn(&str) -> bool,
    /// Who calls it.
    pub(super) called: CalledBy,
}

/// Who calls the functions of a trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CalledBy {
    /// The framework, past whatever the codebase has in front of its own calls.
    Framework,
    /// The codebase: where all of its calls ask, the tool is guarded by them.
    Codebase,
}

/// The implementations of a framework's traits.
pub(super) fn of_framework<'a>(scene: Scene<'a>, framework: &Description, tools: &mut Vec<Tool<'a>>) {
    for (name, acting) in framework.traits {
        let is_it = |scope: usize, path: &Path| {
            scene.items.scopes.may_mean(scope, path, |words| {
                words.len() > 1 && words.last().is_some_and(|last| last == name) && framework.is_crate(scene, &words[0])
            })
        };
        self::tools(
            scene,
            &Kind {
                framework: framework.framework,
                is_it: &is_it,
                acting: &|name| acting.contains(&name),
                called: CalledBy::Framework,
            },
            tools,
        );
    }
}

pub(super) fn tools<'a>(scene: Scene<'a>, kind: &Kind<'_>, tools: &mut Vec<Tool<'a>>) {
    for function in &scene.items.functions {
        let Owner::Implementation(block) = function.owner else { continue };
        let Some((of, _)) = &block.trait_ else { continue };
        let name = function.name();
        if !(kind.acting)(&name) || !(kind.is_it)(function.module.scope, of) || hands_on(block) {
            continue;
        }
        tools.push(Tool {
            name: called(scene, function, block),
            framework: kind.framework,
            acts: Some(function),
            through: match kind.called {
                CalledBy::Framework => Vec::new(),
                CalledBy::Codebase => callers(scene, function, of),
            },
            place: function.module,
            span: function.signature.ident.span(),
            marked: Marked::Trait,
            hint: None,
            condition: function.condition,
        });
    }
}

/// `Box<dyn Tool>`, `&T`, `T`: what only hands on to another tool.
fn hands_on(block: &ItemImpl) -> bool {
    let parameters: Vec<String> = block.generics.type_params().map(|it| plain(&it.ident)).collect();
    match &*block.self_ty {
        Type::Reference(_) | Type::TraitObject(_) => true,
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = plain(&last.ident);
            ["Box", "Arc", "Rc"].contains(&name.as_str())
                || path.path.get_ident().is_some() && parameters.contains(&name)
        }),
        _ => false,
    }
}

/// What the block says the tool is called.
fn called(scene: Scene<'_>, function: &Function<'_>, block: &ItemImpl) -> Called {
    let of = function.type_name();
    let of = of.as_deref();
    for constant in ["NAME", "TOOL_NAME"] {
        if let Some(text) = function.constant_of_owner(constant).and_then(|it| scene.items.text(&it.expr, of)) {
            return Called::Text(text);
        }
    }
    if let Some(text) = of.and_then(|of| on_structure(scene, of)) {
        return Called::Text(text);
    }
    let functions = block.items.iter().filter_map(|item| match item {
        syn::ImplItem::Fn(function) => Some(function),
        _ => None,
    });
    let names = functions.filter(|it| NAMING.iter().any(|name| it.sig.ident == name));
    if let Some(naming) = names.into_iter().next() {
        let text = scene.items.text_of_body(&naming.block, of);
        return text.map_or_else(|| Called::AtRun(by_function(&naming.sig)), Called::Text);
    }
    let definitions = block.items.iter().filter_map(|item| match item {
        syn::ImplItem::Fn(function) => Declared::in_body(scene.items, &function.block).first(),
        _ => None,
    });
    definitions.into_iter().next().map_or_else(|| Called::AtRun(by_trait(scene, block)), Called::Text)
}

/// `self.name()`, `Self::name()`
fn by_function(naming: &Signature) -> String {
    let of = if naming.receiver().is_some() { "self." } else { "Self::" };
    format!("{of}{}()", naming.ident)
}

/// By what the trait says of itself, else by the type, since that is all that tells the tools apart.
fn by_trait(scene: Scene<'_>, block: &ItemImpl) -> String {
    let of = block.trait_.as_ref().and_then(|(of, _)| of.segments.last()).map(|last| plain(&last.ident));
    let own = scene.items.traits.iter().find(|item| Some(plain(&item.item.ident)) == of);
    let naming = own.into_iter().flat_map(|item| &item.item.items).find_map(|item| match item {
        syn::TraitItem::Fn(function) if NAMING.iter().any(|name| function.sig.ident == name) => Some(&function.sig),
        _ => None,
    });
    match (naming, &*block.self_ty) {
        (Some(naming), _) => by_function(naming),
        (None, Type::Path(path)) => {
            format!("{:?}", path.path.segments.last().map(|last| plain(&last.ident)).unwrap_or_default())
        }
        (None, _) => "self.name()".to_owned(),
    }
}

/// `#[tool(name = "…")]` on the type.
fn on_structure(scene: Scene<'_>, of: &str) -> Option<String> {
    let structure = scene.items.structs.iter().find(|item| plain(&item.item.ident) == of)?;
    let attributes = Attributes::of(&structure.item.attrs).all();
    let declaring = attributes.iter().find(|it| it.path().segments.last().is_some_and(|last| last.ident == "tool"))?;
    scene.items.text(&declaring.argument("name")?, Some(of))
}

/// The functions of this crate that call the acting one, whoever's tool it is: all that do, where the trait is this
/// crate's own, and nobody else can name it.
fn callers<'a>(scene: Scene<'a>, function: &Function<'_>, of: &Path) -> Vec<&'a Function<'a>> {
    let name = function.name();
    let trait_name = of.segments.last().map(|last| plain(&last.ident));
    let own = scene.items.traits.iter().find(|item| Some(plain(&item.item.ident)) == trait_name);
    let is_closed = |item: &ItemTrait| scene.kind != TargetKind::Library || !matches!(item.vis, Visibility::Public(_));
    if !own.is_some_and(|item| is_closed(item.item)) {
        return Vec::new();
    }
    let mut callers: Vec<&Function<'_>> = Vec::new();
    for call in scene.calls.named(&name) {
        let caller = &scene.items.functions[call.caller];
        // A wrapper's own implementation hands on.
        let is_of_trait = match caller.owner {
            Owner::Implementation(block) => block.trait_.as_ref().is_some_and(|(it, _)| {
                it.segments.last().map(|last| plain(&last.ident)) == trait_name && hands_on(block)
            }),
            _ => false,
        };
        if !is_of_trait && caller.condition != crate::source::Condition::Test {
            callers.push(caller);
        }
    }
    callers
}
