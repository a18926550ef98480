//! A type that is made of one text: by its own constructor, or since it is nothing else.

use quote::ToTokens as _;
use syn::spanned::Spanned as _;
use syn::{Fields, FnArg, ItemStruct, ReturnType, Type};

use super::{Defined, Denials, Own, conversion, own};
use crate::frameworks::Scene;
use crate::source::{Function, Owner, Place, plain};

/// By the type's own constructor of a failure with a text.
pub(super) fn by_constructor(scene: Scene<'_>, defined: &Defined<'_>, denials: Denials) -> Option<Own> {
    let (name, item, place, generics) = match defined {
        Defined::Enum(item, place) => (&item.ident, item.span(), place, &item.generics),
        Defined::Struct(item, place) => (&item.ident, item.span(), place, &item.generics),
    };
    let is_its = |function: &&Function<'_>| match function.owner {
        Owner::Implementation(block) => block.trait_.is_none() && function.type_name() == Some(plain(name)),
        _ => false,
    };
    let functions: Vec<&Function<'_>> = scene.items.functions.iter().filter(is_its).collect();
    let constructor = |wanted: &'static str| {
        let found = functions.iter().find(|it| it.name() == wanted)?;
        Some((wanted, text_argument(found)?))
    };
    let (constructor, borrow) = denials.constructors().iter().copied().find_map(constructor)?;
    if !generics.params.is_empty() {
        return None;
    }
    let file = &place.file.file;
    let value = format!("Self::{constructor}({borrow}denied.agent_message())");
    Some(own(name, file, vec![conversion(file, item, name, denials, &value)]))
}

/// How a text is given to a function that makes its own type of one text.
fn text_argument(function: &Function<'_>) -> Option<&'static str> {
    let signature = function.signature;
    let makes_itself = match &signature.output {
        ReturnType::Type(_, ty) => matches!(&**ty, Type::Path(path) if path.path.is_ident("Self")
            || path.path.segments.last().map(|last| plain(&last.ident)) == function.type_name()),
        ReturnType::Default => false,
    };
    let [FnArg::Typed(only)] = signature.inputs.iter().collect::<Vec<_>>()[..] else { return None };
    if !makes_itself || signature.asyncness.is_some() {
        return None;
    }
    let text = only.ty.to_token_stream().to_string().replace(' ', "");
    match text.as_str() {
        "&str" | "&'_str" => Some("&"),
        "String"
        | "implInto<String>"
        | "implToString"
        | "implAsRef<str>"
        | "implDisplay"
        | "implfmt::Display"
        | "implstd::fmt::Display"
        | "implInto<Cow<'static,str>>" => Some(""),
        _ => None,
    }
}

/// A structure that is one text.
pub(super) fn of_struct(item: &ItemStruct, place: Place<'_>) -> Option<Own> {
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
    Some(own(&item.ident, file, vec![conversion(file, item.span(), &item.ident, Denials::From, &value)]))
}

fn is_string(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("String"))
}
