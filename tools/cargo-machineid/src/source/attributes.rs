//! The attributes of an item, with those that only some builds have.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Meta, Path, Token};

/// In which builds an item is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Condition {
    #[default]
    Always,
    /// Behind a `#[cfg(…)]` that a build may or may not meet.
    Sometimes,
    /// Behind `#[cfg(test)]`.
    Test,
}

impl Condition {
    /// Both.
    pub(crate) fn and(self, other: Self) -> Self {
        self.max(other)
    }
}

/// The attributes of one item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attributes<'a>(&'a [Attribute]);

/// One attribute, as if it were written without `cfg_attr`.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) meta: Meta,
    /// Whether it is behind `cfg_attr`.
    pub(crate) condition: Condition,
}

impl<'a> Attributes<'a> {
    pub(crate) const fn of(attributes: &'a [Attribute]) -> Self {
        Self(attributes)
    }

    /// Each in the order of the source.
    pub(crate) fn all(self) -> Vec<Written> {
        let mut all = Vec::new();
        for attribute in self.0 {
            opened(&attribute.meta, Condition::Always, &mut all);
        }
        all
    }

    pub(crate) fn condition(self) -> Condition {
        let conditions = self.0.iter().filter(|attribute| attribute.path().is_ident("cfg"));
        conditions.fold(Condition::Always, |so_far, cfg| so_far.and(of_cfg(cfg)))
    }
}

impl Written {
    pub(crate) fn path(&self) -> &Path {
        self.meta.path()
    }

    /// The value of `key = …` among the arguments.
    pub(crate) fn argument(&self, key: &str) -> Option<syn::Expr> {
        self.arguments().into_iter().find_map(|argument| match argument {
            Meta::NameValue(value) if value.path.is_ident(key) => Some(value.value),
            _ => None,
        })
    }

    /// `argument = value`, `word`, `list(…)`; what has another form is left out.
    pub(crate) fn arguments(&self) -> Vec<Meta> {
        match &self.meta {
            Meta::List(list) => arguments(list.tokens.clone()),
            Meta::Path(_) | Meta::NameValue(_) => Vec::new(),
        }
    }
}

/// The pieces between commas that have the usual form.
pub(crate) fn arguments(tokens: TokenStream) -> Vec<Meta> {
    let mut pieces = vec![TokenStream::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => pieces.push(TokenStream::new()),
            _ => pieces.last_mut().into_iter().for_each(|piece| piece.extend([token.clone()])),
        }
    }
    pieces.into_iter().filter_map(|piece| syn::parse2(piece).ok()).collect()
}

fn opened(meta: &Meta, condition: Condition, all: &mut Vec<Written>) {
    let Meta::List(list) = meta else {
        all.push(Written { meta: meta.clone(), condition });
        return;
    };
    if !list.path.is_ident("cfg_attr") {
        all.push(Written { meta: meta.clone(), condition });
        return;
    }
    let Ok(parts) = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone()) else { return };
    for inner in parts.iter().skip(1) {
        opened(inner, Condition::Sometimes, all);
    }
}

/// Whether the condition is met by tests alone.
fn of_cfg(cfg: &Attribute) -> Condition {
    match &cfg.meta {
        Meta::List(list) => match list.tokens.to_string().replace(' ', "") {
            it if it == "test" || it.starts_with("all(test,") || it.ends_with(",test)") && it.starts_with("all(") => {
                Condition::Test
            }
            _ => Condition::Sometimes,
        },
        _ => Condition::Sometimes,
    }
}

/// `r#match` is `match`.
pub(crate) fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}
