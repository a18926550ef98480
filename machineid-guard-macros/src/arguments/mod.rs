//! What stands in the parentheses of an attribute.

mod duration;
mod nearest;
mod parse;
mod value;

#[cfg(test)]
mod tests;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Expr, LitStr, Path, TypePath};

use crate::tokens;

pub(crate) use self::nearest::nearest;
pub(crate) use self::parse::parse;
pub(crate) use self::value::{boundary_name, name, surface_name};

/// The arguments of one attribute or macro, checked as far as syntax allows.
#[derive(Clone, Default)]
pub(crate) struct Arguments {
    pub(crate) name: Option<Name>,
    pub(crate) surface: Option<Surface>,
    pub(crate) device: Option<Expr>,
    pub(crate) guard: Option<Expr>,
    pub(crate) on_denied: Option<Expr>,
    pub(crate) permit: Option<Ident>,
    /// The word `future` itself, for errors about it.
    pub(crate) future: Option<Ident>,
    pub(crate) recheck: Option<Recheck>,
    pub(crate) crate_path: Option<Path>,
    pub(crate) functions: Option<Vec<Ident>>,
}

/// `name = …`.
#[derive(Clone)]
pub(crate) enum Name {
    Literal(LitStr),
    /// Evaluated at each call; the inventory shows its text.
    Expression(Expr),
}

/// `surface = …`.
#[derive(Clone)]
pub(crate) enum Surface {
    Literal(LitStr),
    /// A type that implements the runtime's `Surface`.
    Type(TypePath),
}

/// `recheck = "500ms"`.
#[derive(Clone)]
pub(crate) struct Recheck {
    pub(crate) keyword: Ident,
    pub(crate) milliseconds: u64,
}

impl Arguments {
    /// The path to the runtime's part that is written for expansions only.
    pub(crate) fn runtime(&self) -> TokenStream {
        if let Some(path) = &self.crate_path {
            // Where the path leads elsewhere the compiler says so, at the path: in a word that the user can read.
            let (_, end) = tokens::ends(path, Span::mixed_site());
            return quote_spanned!(Span::mixed_site().located_at(end)=> #path::machineid_guard_root);
        }
        // Absolute, so that a module of the same name in the user's crate is not meant.
        let runtime = Ident::new("machineid_guard", Span::mixed_site());
        let private = Ident::new("__private", Span::mixed_site());
        quote!(::#runtime::#private)
    }
}

/// Who takes the arguments: decides which are known, and what an error calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taker {
    /// `#[guarded_tool]`, `#[side_effect]`, `#[resume]`.
    Boundary(&'static str),
    /// `checkpoint!`, `checkpoint_blocking!`, after the name.
    Checkpoint(&'static str),
    /// `guarded!`, between the name and the closure.
    Closure,
    /// `#[guarded_tools]`.
    GuardedTools,
    /// `#[require_boundaries]`.
    RequireBoundaries,
    /// `surface!`, after the declaration.
    Declaration,
}

impl Taker {
    /// The arguments that it takes, in the order in which the documentation lists them.
    pub(crate) const fn known(self) -> &'static [&'static str] {
        match self {
            Self::Boundary(_) => {
                &["name", "surface", "device", "guard", "on_denied", "permit", "future", "recheck", "crate"]
            }
            Self::Checkpoint(_) => &["surface", "device", "guard", "crate"],
            Self::Closure => &["surface", "device", "guard", "on_denied", "permit", "recheck", "crate"],
            Self::GuardedTools => {
                &["fns", "name", "surface", "device", "guard", "on_denied", "permit", "recheck", "crate"]
            }
            Self::RequireBoundaries => &["fns", "crate"],
            Self::Declaration => &["crate"],
        }
    }

    /// It as a user writes it, in backticks.
    pub(crate) fn shown(self) -> String {
        match self {
            Self::Boundary(name) => format!("`#[{name}]`"),
            Self::Checkpoint(name) => format!("`{name}!`"),
            Self::Closure => "`guarded!`".to_owned(),
            Self::GuardedTools => "`#[guarded_tools]`".to_owned(),
            Self::RequireBoundaries => "`#[require_boundaries]`".to_owned(),
            Self::Declaration => "`surface!`".to_owned(),
        }
    }
}
