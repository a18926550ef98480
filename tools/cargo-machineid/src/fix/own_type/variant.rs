//! An enumeration of errors gets a variant.

use syn::punctuated::{Pair, Punctuated};
use syn::spanned::Spanned as _;
use syn::{Expr, FnArg, ItemEnum, Meta, Pat, Stmt, Token};

use super::{Denials, Own, conversion, own};
use crate::fix::insertion::{Insertion, indentation, line_above, line_end, lines};
use crate::frameworks::Scene;
use crate::source::{Attributes, File, Function, Owner, Place, Written, plain};

/// A codebase may demand that everything public is documented.
const DOCS: &str = "/// The authority said no, and the tool did not run.";

/// What the derives of a type are called.
fn derives(attributes: &[syn::Attribute]) -> Vec<String> {
    let lists = Attributes::of(attributes).all();
    let derives = lists.iter().filter(|it| it.path().is_ident("derive")).flat_map(Written::arguments);
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
    let is_thiserror = is_thiserror(scene, item, place);
    if is_thiserror && is_plain {
        let text =
            format!("{DOCS}\n#[error(\"{{}}\", .0.agent_message())]\n{variant}(#[from] machineid_guard::Denied),");
        return Some(own(&item.ident, file, as_variant(file, item, &text)?));
    }
    let value = format!("Self::{variant}(denied.agent_message())");
    let conversion = conversion(file, item.span(), &item.ident, Denials::From, &value);
    if is_thiserror {
        let mut insertions = as_variant(file, item, &format!("{DOCS}\n#[error(\"{{0}}\")]\n{variant}(String),"))?;
        insertions.push(conversion);
        return Some(own(&item.ident, file, insertions));
    }
    let (arm, of) = as_arm(scene, item, variant)?;
    // Two files would have to be put back together.
    if of.path != file.path {
        return None;
    }
    let mut insertions = as_variant(file, item, &format!("{DOCS}\n{variant}(String),"))?;
    insertions.extend([arm, conversion]);
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

/// Behind the last variant, and the comment of its line.
fn as_variant(file: &File, item: &ItemEnum, text: &str) -> Option<Vec<Insertion>> {
    let last = item.variants.last()?;
    let (at, comma) = match item.variants.pairs().next_back()? {
        Pair::Punctuated(_, comma) => (file.bytes(comma.span()).end, ""),
        Pair::End(variant) => (file.bytes(variant.span()).end, ","),
    };
    let comma = Insertion { at, text: comma.to_owned() };
    let Some(indentation) = indentation(&file.text, file.bytes(last.span()).start) else {
        return Some(vec![
            comma,
            Insertion { at, text: format!(" {}", text.replace(DOCS, "").trim_start().replace('\n', " ")) },
        ]);
    };
    let rest = file.text.get(at..)?.split('\n').next()?;
    let at = if rest.trim_start().starts_with("//") { at + rest.trim_end_matches('\r').len() } else { at };
    let text = format!("{}{}", line_end(&file.text), lines(text, &file.text, indentation));
    Some(vec![comma, Insertion { at, text }])
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
