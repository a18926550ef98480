//! A type of the codebase that is to carry a denial.

use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Expr, Fields, FnArg, GenericArgument, ItemEnum, ItemStruct, Meta, Pat, PathArguments, Stmt, Token, Type};

use super::carrying::Carrying;
use super::insertion::{Insertion, indentation, line_end, lines};
use super::root;
use crate::frameworks::Scene;
use crate::source::{Attributes, File, Function, Owner, Place, Spelled, plain};

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
pub(super) fn error(scene: Scene<'_>, root: &File, error: &Spelled) -> Option<Carrying> {
    let defined = defined(scene, error)?;
    let name = defined.name();
    if carries_by_itself(scene, root, error) {
        return Some(Carrying::OwnError);
    }
    let own = match defined {
        Defined::Enum(item, place) if item.generics.params.is_empty() => of_enum(scene, item, place),
        Defined::Struct(item, place) if item.generics.params.is_empty() => of_struct(item, place),
        _ => None,
    };
    Some(own.map_or_else(
        || Carrying::ByHand(format!("write `impl From<machineid_guard::Denied> for {name}`")),
        Carrying::Type,
    ))
}

/// Whether the codebase says already how the type carries a denial.
pub(super) fn carries_by_itself(scene: Scene<'_>, root: &File, spelled: &Spelled) -> bool {
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

/// What the derives of a type are called.
fn derives(attributes: &[syn::Attribute]) -> Vec<String> {
    let lists = Attributes::of(attributes).all();
    let derives = lists.iter().filter(|it| it.path().is_ident("derive")).flat_map(|it| it.arguments());
    derives.filter_map(|it: Meta| it.path().segments.last().map(|last| last.ident.to_string())).collect()
}

/// A variant: with the denial in it, or where a derive asks for what a denial is not, with its text.
fn of_enum(scene: Scene<'_>, item: &ItemEnum, place: Place<'_>) -> Option<Own> {
    let derives = derives(&item.attrs);
    let has = |name: &str| derives.iter().any(|it| it == name);
    if has("Copy") {
        return None;
    }
    let file = &place.file.file;
    let is_there = |name: &str| item.variants.iter().any(|variant| variant.ident == name);
    let variant = ["Denied", "DeniedByAuthority"].into_iter().find(|name| !is_there(name))?;
    let is_plain = derives.iter().all(|it| ["Debug", "Clone", "Error", "Serialize"].contains(&it.as_str()));
    if is_thiserror(scene, item, place) {
        let mut insertions = Vec::new();
        if is_plain {
            let lines = format!("#[error(\"{{}}\", .0.agent_message())]\n{variant}(#[from] machineid_guard::Denied),");
            insertions.push(as_variant(file, item, &lines)?);
        } else {
            insertions.push(as_variant(file, item, &format!("#[error(\"{{0}}\")]\n{variant}(String),"))?);
            insertions.push(conversion(
                file,
                item.span(),
                &item.ident,
                &format!("Self::{variant}(denied.agent_message())"),
            ));
        }
        return Some(own(&item.ident, file, insertions));
    }
    let (arm, of) = as_arm(scene, item, variant)?;
    // Two files would have to be put back together.
    if of.path != file.path {
        return None;
    }
    let insertions = vec![
        as_variant(file, item, &format!("{variant}(String),"))?,
        arm,
        conversion(file, item.span(), &item.ident, &format!("Self::{variant}(denied.agent_message())")),
    ];
    Some(own(&item.ident, file, insertions))
}

fn is_thiserror(scene: Scene<'_>, item: &ItemEnum, place: Place<'_>) -> bool {
    let derives = item.attrs.iter().filter(|it| it.path().is_ident("derive"));
    let paths = derives.filter_map(|it| it.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated).ok());
    paths.flatten().any(|path| {
        scene.items.scopes.may_mean(place.scope, &path, |words| {
            words.last().is_some_and(|last| last == "Error") && words.first().is_some_and(|first| first == "thiserror")
        })
    })
}

/// Behind the last variant.
fn as_variant(file: &File, item: &ItemEnum, text: &str) -> Option<Insertion> {
    let last = item.variants.last()?;
    let end = line_end(&file.text);
    let (first, has_comma) = match item.variants.pairs().next_back()? {
        syn::punctuated::Pair::Punctuated(_, comma) => (file.bytes(comma.span()).end, true),
        syn::punctuated::Pair::End(variant) => (file.bytes(variant.span()).end, false),
    };
    let start = file.bytes(last.span()).start;
    let Some(indentation) = indentation(&file.text, start) else {
        let comma = if has_comma { "" } else { "," };
        return Some(Insertion { at: first, text: format!("{comma} {}", text.replace('\n', " ")) });
    };
    let text = lines(text, &file.text, indentation);
    if !has_comma {
        return Some(Insertion { at: first, text: format!(",{end}{text}") });
    }
    let rest = file.text.get(first..)?.split('\n').next()?;
    let is_comment = rest.trim_start().starts_with("//");
    let at = if is_comment { first + rest.trim_end_matches('\r').len() } else { first };
    Some(Insertion { at, text: format!("{end}{text}") })
}

/// The arm for the variant in `impl Display`, where that is one `match` on the value.
fn as_arm<'a>(scene: Scene<'a>, item: &ItemEnum, variant: &str) -> Option<(Insertion, &'a File)> {
    let is_it = |function: &&Function<'_>| match function.owner {
        Owner::Implementation(block) => {
            let is_display = block
                .trait_
                .as_ref()
                .is_some_and(|(of, _)| of.segments.last().is_some_and(|last| last.ident == "Display"));
            is_display && function.name() == "fmt" && function.type_name() == Some(plain(&item.ident))
        }
        _ => false,
    };
    let function = scene.items.functions.iter().find(is_it)?;
    let [Stmt::Expr(Expr::Match(found), None)] = function.body?.stmts.as_slice() else { return None };
    let is_on_self = match &*found.expr {
        Expr::Path(path) => path.path.is_ident("self"),
        _ => false,
    };
    let formatter = match function.signature.inputs.iter().nth(1)? {
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(name) => plain(&name.ident),
            _ => return None,
        },
        FnArg::Receiver(_) => return None,
    };
    let file = &function.module.file.file;
    let first = found.arms.first().filter(|_| is_on_self)?;
    let at = file.bytes(first.span()).start;
    let arm = format!("Self::{variant}(text) => {formatter}.write_str(text),");
    Some((super::insertion::line_above(file, at, &arm), file))
}

/// A structure that is one text.
fn of_struct(item: &ItemStruct, place: Place<'_>) -> Option<Own> {
    let file = &place.file.file;
    let value = match &item.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 && is_string(&fields.unnamed[0].ty) => {
            "Self(denied.agent_message())".to_owned()
        }
        Fields::Named(fields) if fields.named.len() == 1 && is_string(&fields.named[0].ty) => {
            let name = fields.named[0].ident.as_ref()?;
            format!("Self {{ {name}: denied.agent_message() }}")
        }
        _ => return None,
    };
    Some(own(&item.ident, file, vec![conversion(file, item.span(), &item.ident, &value)]))
}

fn is_string(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("String"))
}

/// `impl From<Denied>` behind the type.
fn conversion(file: &File, of: proc_macro2::Span, name: &syn::Ident, value: &str) -> Insertion {
    let bytes = file.bytes(of);
    let indentation = indentation(&file.text, bytes.start).unwrap_or_default();
    let text = format!(
        "impl From<machineid_guard::Denied> for {name} {{\n    fn from(denied: machineid_guard::Denied) -> Self {{\n        \
         {value}\n    }}\n}}"
    );
    let end = line_end(&file.text);
    Insertion { at: bytes.end, text: format!("{end}{end}{}", lines(&text, &file.text, indentation)) }
}
