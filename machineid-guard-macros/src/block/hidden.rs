//! Items in which functions could hide from a block: constants, re-exports, foreign functions.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::spanned::Spanned as _;
use syn::{Error, ForeignItem, Item, ItemForeignMod, ItemUse, UseTree, Visibility};

use super::choose::is_visible_outside;
use super::expression;
use super::parts::BlockAttribute;
use crate::tokens;

/// How the user says that nothing is hidden.
const WAY_OUT: &str = "note: where it does nothing that must be asked for, say so: `#[unguarded(reason = \"…\")]`";

/// What is wrong with an item of a module. `modules` are the inline modules beside it, which are looked into.
pub(super) fn in_item(attribute: BlockAttribute, item: &Item, modules: &[&Ident]) -> syn::Result<()> {
    match item {
        Item::Const(it) => constant(attribute, "const", &it.vis, it.ident.span(), &it.to_token_stream()),
        Item::Static(it) => constant(attribute, "static", &it.vis, it.ident.span(), &it.to_token_stream()),
        Item::Use(it) => re_export(attribute, it, modules),
        Item::ExternCrate(it) if is_visible_outside(&it.vis) => {
            Err(not_seen_through(attribute, it.ident.span(), &it.ident.to_string()))
        }
        Item::ForeignMod(it) => foreign(attribute, it),
        Item::Enum(_) | Item::Struct(_) | Item::Union(_) => {
            // The braces around its fields are not those of an expression.
            item.to_token_stream().into_iter().try_for_each(|token| match token {
                TokenTree::Group(fields) => no_implementation(attribute, &fields.stream()),
                _ => Ok(()),
            })
        }
        Item::Type(it) => no_implementation(attribute, &it.to_token_stream()),
        Item::Mod(it) => Err(Error::new_spanned(
            it.mod_token,
            "this module is in another file, where its functions are not visible to the attribute: move the `mod` line \
             out of the guarded module, and guard it there",
        )),
        // `use` and `extern crate` of the module's own; the definition of a macro; the alias of a trait.
        Item::ExternCrate(_) | Item::Macro(_) | Item::TraitAlias(_) => Ok(()),
        other => Err(unreadable(attribute, other.to_token_stream())),
    }
}

/// What is wrong with a constant or a type of an `impl` or a trait. `is_reached` is for those of a trait.
pub(super) fn in_associated(attribute: BlockAttribute, item: &TokenStream, is_reached: bool) -> syn::Result<()> {
    let mut rest = item.clone().into_iter().peekable();
    // Attributes; visibility and `default` are words and a group that say nothing below.
    while rest.next_if(|token| tokens::is_punct(token, '#')).is_some() {
        rest.next();
    }
    let written: TokenStream = rest.collect();
    let is_public = written.clone().into_iter().next().is_some_and(|first| tokens::is_word(&first, "pub"));
    let mut after = written.clone().into_iter();
    match after.find(|token| tokens::is_word(token, "const") || tokens::is_word(token, "type")) {
        Some(keyword) if tokens::is_word(&keyword, "type") => no_implementation(attribute, &written),
        Some(_) => {
            let name = after.next().map_or_else(|| written.span(), |name| name.span());
            let visibility = if is_public || is_reached { syn::parse_quote!(pub) } else { Visibility::Inherited };
            constant(attribute, "const", &visibility, name, &written)
        }
        None => Err(unreadable(attribute, written)),
    }
}

fn constant(
    attribute: BlockAttribute,
    word: &str,
    visibility: &Visibility,
    name: proc_macro2::Span,
    written: &TokenStream,
) -> syn::Result<()> {
    no_implementation(attribute, written)?;
    if !is_visible_outside(visibility) || !expression::may_hold_a_function(written) {
        return Ok(());
    }
    Err(Error::new(
        name,
        format!(
            "a function in a public `{word}` is not visible to `#[{}]`, and would run unasked: make the `{word}` \
             private, and write a `pub fn` that does the work\n{WAY_OUT}",
            attribute.name()
        ),
    ))
}

/// What is wrong with the head of a function or a block: its types may hold expressions.
pub(super) fn in_head(attribute: BlockAttribute, head: &TokenStream) -> syn::Result<()> {
    no_implementation(attribute, head)
}

/// No `impl` block, and no macro that could make one, inside of the braces of an expression.
fn no_implementation(attribute: BlockAttribute, written: &TokenStream) -> syn::Result<()> {
    let Some(found) = expression::made_items(written) else { return Ok(()) };
    Err(Error::new_spanned(
        &found,
        format!(
            "what `{found}` makes inside of an expression is not visible to `#[{}]`, and would run unasked: move it \
             out, into the module\n{WAY_OUT}",
            attribute.name()
        ),
    ))
}

fn re_export(attribute: BlockAttribute, item: &ItemUse, modules: &[&Ident]) -> syn::Result<()> {
    if !is_visible_outside(&item.vis) {
        return Ok(());
    }
    in_tree(attribute, &item.tree, None, modules)
}

/// `parent` is the segment before this part of the path.
fn in_tree(attribute: BlockAttribute, tree: &UseTree, parent: Option<&Ident>, modules: &[&Ident]) -> syn::Result<()> {
    let may_be_a_function = |name: &Ident| tokens::plain_name(name).starts_with(|first: char| first.is_lowercase());
    match tree {
        UseTree::Path(path) => {
            let is_first = parent.is_none_or(|parent| parent == "self");
            // What it has is either guarded or exempt already.
            if is_first && modules.iter().any(|module| **module == path.ident) {
                return Ok(());
            }
            in_tree(attribute, &path.tree, Some(&path.ident), modules)
        }
        UseTree::Group(group) => group.items.iter().try_for_each(|tree| in_tree(attribute, tree, parent, modules)),
        UseTree::Name(name) if name.ident == "self" => match parent {
            Some(parent) if may_be_a_function(parent) => {
                Err(not_seen_through(attribute, name.ident.span(), &parent.to_string()))
            }
            _ => Ok(()),
        },
        UseTree::Name(name) if may_be_a_function(&name.ident) => {
            Err(not_seen_through(attribute, name.ident.span(), &name.ident.to_string()))
        }
        UseTree::Rename(name) if may_be_a_function(&name.ident) || may_be_a_function(&name.rename) => {
            Err(not_seen_through(attribute, name.ident.span(), &name.ident.to_string()))
        }
        UseTree::Name(_) | UseTree::Rename(_) => Ok(()),
        // The variants of an `enum`.
        UseTree::Glob(_) if parent.is_some_and(|parent| !may_be_a_function(parent)) => Ok(()),
        UseTree::Glob(glob) => Err(not_seen_through(attribute, glob.star_token.span(), "*")),
    }
}

fn not_seen_through(attribute: BlockAttribute, place: proc_macro2::Span, name: &str) -> Error {
    Error::new(
        place,
        format!(
            "`{name}` is public here and written elsewhere, so its functions are not visible to `#[{}]`, and would run \
             unasked: move this line out of the guarded module, and guard them where they are written\n{WAY_OUT}",
            attribute.name()
        ),
    )
}

fn foreign(attribute: BlockAttribute, block: &ItemForeignMod) -> syn::Result<()> {
    block.items.iter().try_for_each(|item| match item {
        ForeignItem::Fn(function) if is_visible_outside(&function.vis) => Err(Error::new_spanned(
            &function.sig.ident,
            format!(
                "`{}` has no body here that could ask: make it private, and write a `pub fn` that calls it\n{WAY_OUT}",
                function.sig.ident
            ),
        )),
        ForeignItem::Static(it) => constant(attribute, "static", &it.vis, it.ident.span(), &it.to_token_stream()),
        ForeignItem::Fn(_) | ForeignItem::Type(_) => Ok(()),
        other => Err(unreadable(attribute, other.to_token_stream())),
    })
}

fn unreadable(attribute: BlockAttribute, item: TokenStream) -> Error {
    Error::new_spanned(
        item,
        format!(
            "`#[{}]` does not know this kind of item, so functions in it would run unasked: move it out of the \
             block\n{WAY_OUT}",
            attribute.name()
        ),
    )
}
