//! Which functions of a block must have a boundary.

use proc_macro2::Ident;
use syn::{Error, Visibility};

use super::{Block, BlockAttribute, BlockKind, Member, exemption, framework};
use crate::arguments::{Arguments, Name, nearest};
use crate::attribute::BoundaryAttribute;
use crate::item::Function;
use crate::tokens;

/// What becomes of one function.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// Nobody outside the block calls it, and no framework offers it.
    Leave,
    /// It has a boundary of its own, or is exempt.
    Settled,
    /// It must have one, and has none.
    Missing,
}

/// Decides for one function. `named` are the functions of a trait's implementation that are guarded.
pub(super) fn choice(block: &Block, named: Option<&[Ident]>, function: &Function) -> syn::Result<Choice> {
    let own = function.attributes.iter().find(|attribute| BoundaryAttribute::of_path(attribute.path()).is_some());
    let is_exempt = exemption::of(&function.attributes)?;
    let name = &function.signature.ident;
    let is_named = named.is_some_and(|named| named.contains(name));
    if is_exempt {
        let contradiction = if is_named { "is listed in `fns`" } else { "has a boundary" };
        return match own {
            None if !is_named => Ok(Choice::Settled),
            _ => Err(Error::new_spanned(
                name,
                format!("`{name}` {contradiction} and is exempt from one: remove one of the two"),
            )),
        };
    }
    if own.is_some() {
        return Ok(Choice::Settled);
    }
    let is_reached = match block.kind {
        BlockKind::Trait(_) => is_named,
        BlockKind::Inherent | BlockKind::Module => is_visible_outside(&function.visibility),
    };
    if is_reached || framework::is_tool(&function.attributes) { Ok(Choice::Missing) } else { Ok(Choice::Leave) }
}

/// `pub`, also `pub(crate)` and its kin: a program's own tools are seldom more public than that.
fn is_visible_outside(visibility: &Visibility) -> bool {
    match visibility {
        Visibility::Public(_) => true,
        Visibility::Restricted(restricted) => !restricted.path.is_ident("self"),
        Visibility::Inherited => false,
    }
}

/// Whether the attribute and its arguments fit the block as a whole.
pub(super) fn check_block(attribute: BlockAttribute, arguments: &Arguments, block: &Block) -> syn::Result<()> {
    let name = attribute.name();
    if let Some(other) = block.attributes.iter().find(|other| BlockAttribute::of(other).is_some()) {
        return Err(Error::new_spanned(
            other,
            "a block takes one of `#[guarded_tools]` and `#[require_boundaries]`, once: the first adds what the second \
             demands; remove this one",
        ));
    }
    let named = arguments.functions.as_deref();
    match (&block.kind, named) {
        (BlockKind::Trait(path), None) => Err(Error::new_spanned(
            path,
            format!("most functions of a trait are metadata, so name the ones that act: `#[{name}(fns(execute))]`"),
        )),
        (BlockKind::Trait(_), Some(named)) => named.iter().try_for_each(|name| is_there(name, block)),
        (BlockKind::Inherent | BlockKind::Module, Some([first, ..])) => Err(Error::new_spanned(
            first,
            format!(
                "`fns` is for the implementation of a trait; here `#[{name}]` covers every `pub` function: remove `fns`, \
                 and put `#[guarded_tool]` on a private function that needs a boundary"
            ),
        )),
        (BlockKind::Inherent | BlockKind::Module, _) => own_names(arguments),
    }
}

fn is_there(name: &Ident, block: &Block) -> syn::Result<()> {
    let names: Vec<String> = block
        .members
        .iter()
        .filter_map(|member| match member {
            Member::Function(function) => Some(function.signature.ident.to_string()),
            Member::Block(_) | Member::Macro { .. } | Member::Other(_) => None,
        })
        .collect();
    if names.iter().any(|there| name == there) {
        return Ok(());
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let offer = match nearest(&tokens::plain_name(name), &names) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if names.is_empty() => "it has no functions".to_owned(),
        None => format!("it has `{}`", names.join("`, `")),
    };
    Err(Error::new_spanned(name, format!("there is no function `{name}` in this block: {offer}")))
}

/// One name for all functions of a block would make their denials look alike.
fn own_names(arguments: &Arguments) -> syn::Result<()> {
    match &arguments.name {
        None => Ok(()),
        Some(Name::Literal(literal)) => Err(Error::new_spanned(literal, ONE_NAME)),
        Some(Name::Expression(expression)) => Err(Error::new_spanned(expression, ONE_NAME)),
    }
}

const ONE_NAME: &str = "this would give every function of the block the same name: remove `name`, each boundary is called \
                        like its function, or put `#[guarded_tool(name = …)]` on the one";
