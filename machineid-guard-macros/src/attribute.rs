//! The attributes of this crate, and how they are told from others.

use proc_macro2::{Ident, Span};
use syn::Path;

/// An attribute that puts a boundary in front of a function.
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

    /// The attribute that a path names, if it can be one of ours. `crate_path` is that of `crate = …`.
    pub(crate) fn of_path(path: &Path, crate_path: Option<&Path>) -> Option<Self> {
        Self::ALL.into_iter().find(|attribute| is_own(path, attribute.name(), crate_path))
    }
}

/// Whether the path can name this crate's attribute of that name: it is the name alone, or stands in
/// `machineid_guard` or in the path of `crate = …`.
///
/// A name alone may still be an import from elsewhere, which syntax cannot tell; see `proof`.
pub(crate) fn is_own(path: &Path, name: &str, crate_path: Option<&Path>) -> bool {
    let mut words: Vec<&Ident> = path.segments.iter().map(|segment| &segment.ident).collect();
    if words.pop().is_none_or(|last| last != name) {
        return false;
    }
    let is_crate = |parents: &[&Ident]| {
        crate_path.is_some_and(|path| path.segments.iter().map(|segment| &segment.ident).eq(parents.iter().copied()))
    };
    match words.as_slice() {
        [] => path.leading_colon.is_none(),
        [only] if *only == "machineid_guard" => true,
        parents => is_crate(parents),
    }
}

#[cfg(test)]
mod tests {
    use syn::{Path, parse_quote};

    use super::{BoundaryAttribute, is_own};

    #[test]
    fn other_crates_attributes_are_not_ours() {
        let kit: Path = parse_quote!(::kit::guard);
        let ours: [Path; 4] = [
            parse_quote!(resume),
            parse_quote!(machineid_guard::resume),
            parse_quote!(::machineid_guard::resume),
            parse_quote!(kit::guard::resume),
        ];
        for path in &ours {
            assert_eq!(BoundaryAttribute::of_path(path, Some(&kit)), Some(BoundaryAttribute::Resume));
        }
        let others: [Path; 5] = [
            parse_quote!(rustfmt::resume),
            parse_quote!(kit::resume),
            parse_quote!(kit::guard::inner::resume),
            parse_quote!(other::machineid_guard::resume),
            parse_quote!(resumed),
        ];
        for path in &others {
            assert_eq!(BoundaryAttribute::of_path(path, Some(&kit)), None);
        }
        assert!(!is_own(&parse_quote!(kit::guard::resume), "resume", None));
    }
}
