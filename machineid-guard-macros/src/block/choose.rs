//! Which functions of a block must have a boundary.

use proc_macro2::Ident;
use quote::ToTokens as _;
use syn::{Attribute, Error, Path, ReturnType, Signature, Visibility};

use super::exemption;
use super::parts::{Block, BlockAttribute, BlockKind};
use crate::arguments::{Arguments, Name, nearest};
use crate::attribute::BoundaryAttribute;
use crate::framework;
use crate::item::Function;
use crate::return_type;
use crate::tokens;

/// What becomes of one function.
pub(super) enum Choice<'a> {
    /// Nobody outside the block calls it, and no framework offers it.
    Leave,
    /// It is exempt, or has a boundary that nobody outside the block relies on.
    Settled,
    /// It must have one, and this attribute of its own is to give it.
    OfItsOwn(&'a Attribute),
    /// It must have one, and has none.
    Missing,
    /// It makes a value of the block's type, which is seldom a tool: its author says whether it is one.
    Constructor,
}

/// Decides for one function. `named` are the functions of a trait that are guarded.
pub(super) fn choice<'a>(
    block: &Block,
    named: Option<&[Ident]>,
    function: &'a Function,
    crate_path: Option<&Path>,
) -> syn::Result<Choice<'a>> {
    let own = own_boundary(function, crate_path);
    let is_exempt = exemption::of(&function.attributes, crate_path)?;
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
    let is_of_trait = block.kind.of_trait().is_some();
    let is_taken_out = framework::is_tool(&function.attributes) || framework::is_exported(&function.attributes);
    let is_visible = !is_of_trait && is_visible_outside(&function.visibility);
    Ok(match own {
        Some(own) if is_of_trait || is_visible || is_taken_out => Choice::OfItsOwn(own),
        Some(_) => Choice::Settled,
        None if is_visible && !is_taken_out && is_constructor(block, &function.signature) => Choice::Constructor,
        None if is_named || is_visible || is_taken_out => Choice::Missing,
        None => Choice::Leave,
    })
}

/// Whether the function makes a value of the block's type out of anything but one.
fn is_constructor(block: &Block, signature: &Signature) -> bool {
    let (BlockKind::Inherent(own), ReturnType::Type(_, ty)) = (&block.kind, &signature.output) else { return false };
    let made = return_type::peeled(ty).to_token_stream().to_string();
    signature.receiver().is_none() && (made == "Self" || made == own.to_token_stream().to_string())
}

/// The attribute that gives the function a boundary, wherever it is compiled.
fn own_boundary<'a>(function: &'a Function, crate_path: Option<&Path>) -> Option<&'a Attribute> {
    function.attributes.iter().find(|attribute| BoundaryAttribute::of_path(attribute.path(), crate_path).is_some())
}

/// The functions of a trait that nothing is said about: neither a boundary nor an exemption.
pub(super) fn unsettled<'a>(block: &'a Block, crate_path: Option<&Path>) -> Vec<&'a Ident> {
    block
        .functions()
        .filter(|function| {
            let has_body = function.body.is_some();
            let is_exempt = function.attributes.iter().any(|it| exemption::is_exemption(it, crate_path));
            let is_tool = framework::is_tool(&function.attributes);
            has_body && !is_exempt && !is_tool && own_boundary(function, crate_path).is_none()
        })
        .map(|function| &function.signature.ident)
        .collect()
}

/// `pub`, also `pub(crate)` and its kin: a program's own tools are seldom more public than that.
pub(super) fn is_visible_outside(visibility: &Visibility) -> bool {
    match visibility {
        Visibility::Public(_) => true,
        Visibility::Restricted(restricted) => !restricted.path.is_ident("self"),
        Visibility::Inherited => false,
    }
}

/// Whether the attribute and its arguments fit the block as a whole.
pub(super) fn check_block(attribute: BlockAttribute, arguments: &Arguments, block: &Block) -> syn::Result<()> {
    let name = attribute.name();
    let crate_path = arguments.crate_path.as_ref();
    if let Some(other) = block.attributes.iter().find(|other| BlockAttribute::is(other, crate_path)) {
        return Err(Error::new_spanned(
            other,
            "a block takes one of `#[guarded_tools]` and `#[require_boundaries]`, once: the first adds what the second \
             demands; remove this one",
        ));
    }
    let named = arguments.functions.as_deref();
    match (&block.kind, named) {
        (BlockKind::Definition(path), _) if block.functions().all(|function| function.body.is_none()) => {
            Err(Error::new_spanned(
                path,
                format!(
                    "this trait has no default bodies, so there is nothing to guard: put it on each implementation, \
                     `#[{name}(fns(…))] impl …`"
                ),
            ))
        }
        (BlockKind::Implementation(_) | BlockKind::Definition(_), Some(named)) => {
            named.iter().try_for_each(|name| is_there(name, block))
        }
        (BlockKind::Implementation(_) | BlockKind::Definition(_), None) => Err(Error::new_spanned(
            block.kind.of_trait(),
            format!("most functions of a trait are metadata, so name the ones that act: `#[{name}(fns(execute))]`"),
        )),
        (BlockKind::Inherent(_) | BlockKind::Module(_), Some([first, ..])) => Err(Error::new_spanned(
            first,
            format!(
                "`fns` is for the functions of a trait; here `#[{name}]` covers every `pub` function: remove `fns`, \
                 and put `#[guarded_tool]` on a private function that needs a boundary"
            ),
        )),
        (BlockKind::Inherent(_) | BlockKind::Module(_), _) => own_names(arguments),
    }
}

fn is_there(name: &Ident, block: &Block) -> syn::Result<()> {
    let names: Vec<String> = block.functions().map(|function| function.signature.ident.to_string()).collect();
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
