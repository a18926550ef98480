//! A type of the codebase that is to carry a denial.

mod text;
mod variant;

use proc_macro2::Span;
use syn::{GenericArgument, ItemEnum, ItemStruct, PathArguments, Type};

use super::insertion::{Insertion, indentation, line_end, lines};
use super::root;
use crate::frameworks::Scene;
use crate::source::{File, Place, Spelled, plain};

/// What has to be done so that a type of the codebase carries a denial.
#[derive(Clone, Debug)]
pub(super) enum Needs {
    Nothing,
    Change(Own),
    /// A person has to, for the type of that name.
    ByHand(String),
}

/// What a type of the codebase gets.
#[derive(Clone, Debug)]
pub(super) struct Own {
    /// As a person names it.
    pub(super) name: String,
    pub(super) file: camino::Utf8PathBuf,
    pub(super) text: String,
    pub(super) insertions: Vec<Insertion>,
}

/// A type, where it is defined.
enum Defined<'a> {
    Enum(&'a ItemEnum, Place<'a>),
    Struct(&'a ItemStruct, Place<'a>),
}

/// What an error of the codebase needs; `None` where it is another crate's.
pub(super) fn error(scene: Scene<'_>, root: &File, error: &Spelled) -> Option<Needs> {
    let defined = defined(scene, error)?;
    if carries_by_itself(scene, root, error) {
        return Some(Needs::Nothing);
    }
    let own = match &defined {
        Defined::Enum(item, place) if item.generics.params.is_empty() => variant::of_enum(scene, item, *place),
        Defined::Struct(item, place) if item.generics.params.is_empty() => text::of_struct(item, *place),
        _ => None,
    };
    let own = own.or_else(|| text::by_constructor(scene, &defined, Denials::From));
    Some(own.map_or_else(|| Needs::ByHand(defined.name()), Needs::Change))
}

/// What a type of the codebase needs that is no `Result`; `None` where it is another crate's.
pub(super) fn value(scene: Scene<'_>, root: &File, value: &Spelled) -> Option<Needs> {
    let defined = defined(scene, value)?;
    if carries_by_itself(scene, root, value) {
        return Some(Needs::Nothing);
    }
    let own = text::by_constructor(scene, &defined, Denials::FromDenied);
    Some(own.map_or_else(|| Needs::ByHand(defined.name()), Needs::Change))
}

/// The trait by which a type carries a denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Denials {
    /// `From<Denied>`, of an error.
    From,
    /// `FromDenied`, of what is returned.
    FromDenied,
}

impl Denials {
    /// How a type's own constructors of failures are called, which take a text.
    const fn constructors(self) -> &'static [&'static str] {
        match self {
            Self::From => &[
                "denied",
                "permission_denied",
                "forbidden",
                "new",
                "msg",
                "message",
                "custom",
                "other",
                "internal",
                "failed",
            ],
            Self::FromDenied => &["denied", "error", "err", "failure", "fail", "failed"],
        }
    }
}

/// Whether the codebase says already how the type carries a denial.
fn carries_by_itself(scene: Scene<'_>, root: &File, spelled: &Spelled) -> bool {
    let Some(defined) = defined(scene, spelled) else { return false };
    let name = defined.name();
    let by_implementation = scene.items.implementations.iter().any(|block| {
        let is_of_it = matches!(&*block.item.self_ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name));
        is_of_it && block.item.trait_.as_ref().is_some_and(|(of, _)| is_from_denied(of))
    });
    let by_variant = matches!(&defined, Defined::Enum(item, _) if item.variants.iter().any(|variant| {
        variant.fields.iter().any(|field| {
            field.attrs.iter().any(|it| it.path().is_ident("from")) && is_denied(&field.ty)
        })
    }));
    by_implementation || by_variant || root::has_line(root, &name)
}

/// `From<Denied>`, `FromDenied`
fn is_from_denied(of: &syn::Path) -> bool {
    let Some(last) = of.segments.last() else { return false };
    let is_from = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().any(|argument| match argument {
            GenericArgument::Type(ty) => is_denied(ty),
            _ => false,
        }),
        _ => false,
    };
    last.ident == "FromDenied" || last.ident == "From" && is_from
}

fn is_denied(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Denied"))
}

fn defined<'a>(scene: Scene<'a>, spelled: &Spelled) -> Option<Defined<'a>> {
    let Type::Path(path) = &spelled.ty else { return None };
    let full = scene.items.own_path(spelled.scope, &path.path)?;
    let items = scene.items;
    let of_enum = items.enums.iter().find(|it| items.is_at(it.module.scope, &plain(&it.item.ident), &full));
    let of_struct = items.structs.iter().find(|it| items.is_at(it.module.scope, &plain(&it.item.ident), &full));
    of_enum
        .map(|it| Defined::Enum(it.item, it.module))
        .or_else(|| of_struct.map(|it| Defined::Struct(it.item, it.module)))
}

impl Defined<'_> {
    fn name(&self) -> String {
        match self {
            Self::Enum(item, _) => plain(&item.ident),
            Self::Struct(item, _) => plain(&item.ident),
        }
    }
}

fn own(name: &syn::Ident, file: &File, insertions: Vec<Insertion>) -> Own {
    Own { name: plain(name), file: file.path.clone(), text: file.text.clone(), insertions }
}

/// The implementation, behind the type.
fn conversion(file: &File, of: Span, name: &syn::Ident, denials: Denials, value: &str) -> Insertion {
    let bytes = file.bytes(of);
    let indentation = indentation(&file.text, bytes.start).unwrap_or_default();
    let (of_trait, function) = match denials {
        Denials::From => ("From<machineid_guard::Denied>", "from"),
        Denials::FromDenied => ("machineid_guard::FromDenied", "from_denied"),
    };
    let text = format!(
        "impl {of_trait} for {name} {{\n    fn {function}(denied: machineid_guard::Denied) -> Self {{\n        {value}\n    }}\n}}"
    );
    let end = line_end(&file.text);
    Insertion { at: bytes.end, text: format!("{end}{end}{}", lines(&text, &file.text, indentation)) }
}
