//! Something that a model can call.

use camino::Utf8Path;
use proc_macro2::{Span, TokenStream};
use quote::ToTokens as _;

use super::Framework;
use super::attribute::Below;
use crate::source::{Condition, Function, Owner, Place};

/// Something that a model can call.
#[derive(Debug)]
pub(crate) struct Tool<'a> {
    pub(crate) name: Called,
    pub(crate) framework: Framework,
    /// The function whose body does what the tool does; `None` where it is not seen.
    pub(crate) acts: Option<&'a Function<'a>>,
    /// The functions of this crate through which it is called.
    pub(crate) through: Vec<&'a Function<'a>>,
    /// What to point at.
    pub(crate) place: Place<'a>,
    pub(crate) span: Span,
    /// Whether the framework's attribute stands on the function.
    pub(crate) marked: Marked,
    pub(crate) hint: Option<Hint>,
    /// In which builds it is.
    pub(crate) condition: Condition,
}

/// What the model calls a tool.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Called {
    Text(String),
    /// The expression that says it.
    AtRun(String),
}

/// How a tool is told from other functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marked {
    /// By the attribute at that place among its attributes.
    Attribute {
        at: usize,
        below: Below,
    },
    Structure,
    Trait,
    Choice,
    Macro,
    /// It is one, registered under its name, that no function of the crate acts for.
    Closure,
    /// Where it is registered, with something around it that asks.
    Asked {
        by: &'static str,
    },
}

/// What a framework's own annotations say of a tool. They weigh a finding and never exempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    Destructive,
    ReadOnly,
}

impl Hint {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Destructive => "destructive",
            Self::ReadOnly => "read-only",
        }
    }
}

impl Tool<'_> {
    /// Where it is: one place is one tool.
    pub(crate) fn key(&self) -> (&Utf8Path, usize) {
        (&self.place.file.file.path, self.span.byte_range().start)
    }

    /// The implementation that the acting function stands in.
    pub(super) fn block(&self) -> Option<TokenStream> {
        match self.acts?.owner {
            Owner::Implementation(block) => Some(block.to_token_stream()),
            _ => None,
        }
    }

    /// The path of what acts, as a person finds it.
    pub(crate) fn item(&self) -> String {
        match (self.acts, &self.name) {
            (Some(function), _) => function.path(),
            (None, Called::Text(text) | Called::AtRun(text)) => {
                self.place.file.path.iter().cloned().chain([text.clone()]).collect::<Vec<_>>().join("::")
            }
        }
    }

    /// What the acting function belongs to: its type where that implements a trait, else the function itself.
    pub(crate) fn owner(&self) -> String {
        let of_trait = self.acts.and_then(|function| match function.owner {
            Owner::Implementation(block) if block.trait_.is_some() => function.type_name(),
            _ => None,
        });
        of_trait.map_or_else(|| self.item(), |name| format!("{}::{name}", self.place.file.path.join("::")))
    }

    /// Whether the framework's attribute on the function gives the name as a literal, where a boundary finds it.
    fn is_named_by_attribute(&self, name: &str) -> bool {
        let literal = format!("{name:?}");
        matches!(self.marked, Marked::Attribute { .. })
            && self.acts.is_some_and(|acts| {
                acts.attributes.iter().any(|it| it.to_token_stream().to_string().contains(&literal))
            })
    }

    /// The attribute to write, with the name where the function has another.
    pub(crate) fn attribute(&self, guard: &str) -> String {
        match self.name_argument() {
            Some(name) => format!("#[{guard}::guarded_tool({name})]"),
            None => format!("#[{guard}::guarded_tool]"),
        }
    }

    /// `name = …`, where a boundary on the function would be called otherwise.
    pub(crate) fn name_argument(&self) -> Option<String> {
        let function = self.acts.map(Function::name).unwrap_or_default();
        match &self.name {
            Called::Text(name) if *name == function || self.is_named_by_attribute(name) => None,
            Called::Text(name) => Some(format!("name = {name:?}")),
            Called::AtRun(expression) => Some(format!("name = {expression}")),
        }
    }
}
