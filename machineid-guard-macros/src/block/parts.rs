//! A block and its members.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::{Attribute, Generics, Item, Path, Type};

use crate::arguments::Taker;
use crate::attribute;
use crate::item::Function;

/// The two attributes of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockAttribute {
    /// Adds the boundaries that are missing.
    GuardedTools,
    /// Makes each missing one an error.
    RequireBoundaries,
}

impl BlockAttribute {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::GuardedTools => "guarded_tools",
            Self::RequireBoundaries => "require_boundaries",
        }
    }

    pub(super) const fn taker(self) -> Taker {
        match self {
            Self::GuardedTools => Taker::GuardedTools,
            Self::RequireBoundaries => Taker::RequireBoundaries,
        }
    }

    /// Whether the attribute can be one of the two. `crate_path` is that of `crate = …`.
    pub(super) fn is(attribute: &Attribute, crate_path: Option<&Path>) -> bool {
        [Self::GuardedTools, Self::RequireBoundaries]
            .into_iter()
            .any(|block| attribute::is_own(attribute.path(), block.name(), crate_path))
    }
}

/// An `impl` block, a trait or an inline module.
pub(super) struct Block {
    pub(super) attributes: Vec<Attribute>,
    /// Everything before the braces, as it was written.
    pub(super) head: TokenStream,
    pub(super) kind: BlockKind,
    pub(super) braces: Span,
    pub(super) inner_attributes: TokenStream,
    /// Everything after the inner attributes, as it was written.
    pub(super) content: TokenStream,
    pub(super) members: Vec<Member>,
}

pub(super) enum BlockKind {
    /// `impl Type`, by its type.
    Inherent(Box<Type>),
    Implementation(Box<Implementation>),
    /// The definition of a trait, by its name.
    Definition(Path),
    /// An inline module, by its name.
    Module(proc_macro2::Ident),
}

/// `impl<generics> of for ty`
pub(super) struct Implementation {
    pub(super) generics: Generics,
    pub(super) of: Path,
    pub(super) ty: Type,
}

impl BlockKind {
    /// The trait, where the block belongs to one: its functions are as public as the trait is.
    pub(super) fn of_trait(&self) -> Option<&Path> {
        match self {
            Self::Implementation(implementation) => Some(&implementation.of),
            Self::Definition(path) => Some(path),
            Self::Inherent(_) | Self::Module(_) => None,
        }
    }
}

pub(super) enum Member {
    Function(Box<Function>),
    Block(Block),
    /// A call of an item macro, which may hide functions; its path.
    Macro {
        path: Path,
        attributes: Vec<Attribute>,
        tokens: TokenStream,
    },
    /// Another item of a module.
    Item {
        item: Box<Item>,
        attributes: Vec<Attribute>,
        tokens: TokenStream,
    },
    /// A constant or a type of an `impl` or a trait.
    Associated {
        attributes: Vec<Attribute>,
        tokens: TokenStream,
    },
}

impl Block {
    /// The block with other members.
    pub(super) fn with_members(&self, head: TokenStream, members: TokenStream) -> TokenStream {
        let mut content = self.inner_attributes.clone();
        content.extend(members);
        let mut braces = Group::new(Delimiter::Brace, content);
        braces.set_span(self.braces);
        let mut tokens = head;
        tokens.extend([TokenTree::Group(braces)]);
        tokens
    }

    pub(super) fn functions(&self) -> impl Iterator<Item = &Function> {
        self.members.iter().filter_map(|member| match member {
            Member::Function(function) => Some(function.as_ref()),
            Member::Block(_) | Member::Macro { .. } | Member::Item { .. } | Member::Associated { .. } => None,
        })
    }
}
