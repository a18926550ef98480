//! An enumeration of errors gets a variant.

use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Expr, FnArg, ItemEnum, Meta, Pat, Stmt, Token};

use super::{Denials, Own, conversion, own};
use crate::fix::insertion::{Insertion, indentation, line_above, line_end, lines};
use crate::frameworks::Scene;
use crate::source::{Attributes, File, Function, Owner, Place, plain};

/// What the derives of a type are called.
fn derives(attributes: &[syn::Attribute]) -> Vec<String> {
    let lists = Attributes::of(attributes).all();
    let derives = lists.iter().filter(|it| it.path().is_ident("derive")).flat_map(|it| it.arguments());
    derives.filter_map(|it: Meta| it.path().segments.last().map(|last| last.ident.to_string())).collect()
}

/// A variant: with the denial in it, or where a derive asks for what a denial is not, with its text.
pub(super) fn of_enum(scene: Scene<'_>, item: &ItemEnum, place: Place<'_>) -> Option<Own> {
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
                Denials::From,
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
        conversion(file, item.span(), &item.ident, Denials::From, &format!("Self::{variant}(denied.agent_message())")),
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
    Some((line_above(file, at, &arm), file))
}
