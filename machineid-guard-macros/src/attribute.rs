//! The three attributes that put a boundary in front of a function.

use proc_macro2::{Ident, Span};

/// An attribute of this crate that a function carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BoundaryAttribute {
    GuardedTool,
    SideEffect,
    Resume,
}

impl BoundaryAttribute {
    const ALL: [Self; 3] = [Self::GuardedTool, Self::SideEffect, Self::Resume];

    /// The attribute as a user writes it, without `#[…]`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::GuardedTool => "guarded_tool",
            Self::SideEffect => "side_effect",
            Self::Resume => "resume",
        }
    }

    /// The variant of the runtime's `BoundaryKind` that stands for it.
    pub(crate) fn kind(self) -> Ident {
        let kind = match self {
            Self::GuardedTool => "ToolCall",
            Self::SideEffect => "SideEffect",
            Self::Resume => "Resume",
        };
        Ident::new(kind, Span::mixed_site())
    }

    /// The attribute that a path names, if it is one of ours.
    ///
    /// The last segment decides: `machineid_guard::guarded_tool` and an import are the same to a
    /// reader, and syntax cannot tell what a path resolves to.
    pub(crate) fn of_path(path: &syn::Path) -> Option<Self> {
        let last = path.segments.last()?;
        Self::ALL.into_iter().find(|attribute| last.ident == attribute.name())
    }
}
