//! `#[guarded_tools]` and `#[require_boundaries]`: boundaries for a whole block.

mod choose;
mod exemption;
mod framework;
mod parse;

#[cfg(test)]
mod tests;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Attribute, Error};

use self::choose::Choice;
use self::parse::Outer;
use crate::arguments::{self, Arguments, Taker};
use crate::attribute::BoundaryAttribute;
use crate::expand;
use crate::item::Function;
use crate::placement::Source;
use crate::tokens;

pub(crate) use self::exemption::misplaced as misplaced_exemption;

/// The two attributes of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockAttribute {
    /// Adds the boundaries that are missing.
    GuardedTools,
    /// Makes each missing one an error.
    RequireBoundaries,
}

impl BlockAttribute {
    const fn name(self) -> &'static str {
        match self {
            Self::GuardedTools => "guarded_tools",
            Self::RequireBoundaries => "require_boundaries",
        }
    }

    const fn taker(self) -> Taker {
        match self {
            Self::GuardedTools => Taker::GuardedTools,
            Self::RequireBoundaries => Taker::RequireBoundaries,
        }
    }

    fn of(attribute: &Attribute) -> Option<Self> {
        let last = &attribute.path().segments.last()?.ident;
        [Self::GuardedTools, Self::RequireBoundaries].into_iter().find(|block| last == block.name())
    }
}

/// An `impl` block or an inline module.
struct Block {
    attributes: Vec<Attribute>,
    /// Everything before the braces, as it was written.
    head: TokenStream,
    kind: BlockKind,
    braces: Span,
    inner_attributes: TokenStream,
    members: Vec<Member>,
}

enum BlockKind {
    Inherent,
    /// The trait's path, for errors about the block as a whole.
    Trait(TokenStream),
    Module,
}

enum Member {
    Function(Box<Function>),
    Block(Block),
    /// A call of an item macro, which may hide functions; its path.
    Macro {
        path: syn::Path,
        attributes: Vec<Attribute>,
        tokens: TokenStream,
    },
    Other(TokenStream),
}

impl Block {
    fn with_members(&self, members: TokenStream) -> TokenStream {
        let mut content = self.inner_attributes.clone();
        content.extend(members);
        let mut braces = proc_macro2::Group::new(proc_macro2::Delimiter::Brace, content);
        braces.set_span(self.braces);
        let mut tokens = self.head.clone();
        tokens.extend([TokenTree::Group(braces)]);
        tokens
    }
}

/// Expands one of the two attributes on one item.
pub(crate) fn expand(attribute: BlockAttribute, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let parsed = arguments::parse(attribute.taker(), arguments);
    let block = match parse::outer(item.clone()) {
        Ok(Outer::Block(block)) => *block,
        Ok(Outer::Other(keyword)) => return expand::with_item(&not_a_block(attribute, &keyword), item),
        Err(error) => return expand::with_item(&error, item),
    };
    let checked = match parsed.error {
        Some(error) => Err(error),
        None => choose::check_block(attribute, &parsed.arguments, &block),
    };
    let mut walk =
        Walk { attribute, arguments: &parsed.arguments, errors: checked.err(), is_adding: true, considered: 0 };
    // One mistake in the attribute itself is one error: its functions are then left as they are.
    walk.is_adding = walk.errors.is_none();
    let tokens = walk.block(&block, true);
    walk.nothing_to_do(&block);
    match walk.errors {
        Some(error) => expand::with_item(&error, &tokens),
        None => tokens,
    }
}

/// One pass over a block and the blocks in it.
struct Walk<'a> {
    attribute: BlockAttribute,
    arguments: &'a Arguments,
    errors: Option<Error>,
    is_adding: bool,
    /// How many functions have, get, or are exempt from a boundary.
    considered: usize,
}

impl Walk<'_> {
    fn report(&mut self, error: Error) {
        match &mut self.errors {
            Some(first) => first.combine(error),
            None => self.errors = Some(error),
        }
    }

    fn block(&mut self, block: &Block, is_outermost: bool) -> TokenStream {
        let mut members = TokenStream::new();
        for member in &block.members {
            let tokens = match member {
                Member::Function(function) => self.function(block, function, is_outermost),
                Member::Block(inner) => self.block(inner, false),
                Member::Macro { path, attributes, tokens } => {
                    self.item_macro(block, path, attributes, tokens, is_outermost)
                }
                Member::Other(tokens) => tokens.clone(),
            };
            members.extend(tokens);
        }
        block.with_members(members)
    }

    fn function(&mut self, block: &Block, function: &Function, is_outermost: bool) -> TokenStream {
        let plain = function.without_attribute(exemption::is_exemption);
        let choice = match choose::choice(block, self.arguments.functions.as_deref().filter(|_| is_outermost), function)
        {
            Ok(choice) => choice,
            Err(error) => {
                self.report(error);
                return plain;
            }
        };
        match choice {
            Choice::Leave => plain,
            Choice::Settled => {
                self.considered += 1;
                plain
            }
            Choice::Missing => {
                self.considered += 1;
                if !self.is_adding {
                    return plain;
                }
                match self.attribute {
                    BlockAttribute::GuardedTools => self.guarded(function),
                    BlockAttribute::RequireBoundaries => {
                        self.report(missing(&function.signature.ident));
                        plain
                    }
                }
            }
        }
    }

    fn guarded(&mut self, function: &Function) -> TokenStream {
        expand::function(BoundaryAttribute::GuardedTool, Source::Block, self.arguments, function).unwrap_or_else(
            |error| {
                self.report(error);
                expand::unguarded(self.arguments, function)
            },
        )
    }

    fn item_macro(
        &mut self,
        block: &Block,
        path: &syn::Path,
        attributes: &[Attribute],
        written: &TokenStream,
        is_outermost: bool,
    ) -> TokenStream {
        // A trait's implementation in a module is not asked for its functions, made by macro or not.
        if matches!(block.kind, BlockKind::Trait(_)) && !is_outermost {
            return written.clone();
        }
        match exemption::of(attributes) {
            Ok(false) if self.is_adding => self.report(hidden_functions(self.attribute, path)),
            Ok(_) => {}
            Err(error) => self.report(error),
        }
        tokens::without_attributes(written, attributes, exemption::is_exemption)
    }

    fn nothing_to_do(&mut self, block: &Block) {
        if self.errors.is_some() || self.considered > 0 {
            return;
        }
        let name = self.attribute.name();
        let message = if block.members.is_empty() {
            format!("`#[{name}]` stands on an empty block, so it guards nothing: remove it, or write the tools here")
        } else {
            format!(
                "`#[{name}]` guards nothing here: no function is `pub`, and none has a framework's tool attribute: \
                 make the tools `pub`, or put `#[guarded_tool]` on them"
            )
        };
        self.report(Error::new(Span::call_site(), message));
    }
}

fn missing(name: &Ident) -> Error {
    Error::new_spanned(
        name,
        format!(
            "`{name}` has no boundary: put `#[guarded_tool]`, `#[side_effect(surface = …)]` or `#[resume]` on it\n\
             note: a function that may run unasked says so: `#[unguarded(reason = \"…\")]`"
        ),
    )
}

fn hidden_functions(attribute: BlockAttribute, path: &syn::Path) -> Error {
    let (name, attribute) = (path.to_token_stream().to_string().replace(' ', ""), attribute.name());
    Error::new_spanned(
        path,
        format!(
            "the functions that `{name}!` makes are not visible to `#[{attribute}]`, and would run unasked: \
             move the macro out of this block and guard what it makes\n\
             note: where it makes no tools, say so: `#[unguarded(reason = \"…\")]`"
        ),
    )
}

fn not_a_block(attribute: BlockAttribute, keyword: &TokenTree) -> Error {
    let name = attribute.name();
    let edit = match keyword.to_string().as_str() {
        "fn" => "for one function use `#[guarded_tool]`".to_owned(),
        "mod" => {
            "this module is in another file, which an attribute cannot see: put it on the `impl` blocks there, or \
                  `#[guarded_tool]` on the functions"
                .to_owned()
        }
        "trait" => format!("put it on each implementation: `#[{name}(fns(…))] impl …`"),
        word @ ("struct" | "enum" | "union") => format!("put it on the `impl` block of this `{word}`"),
        _ => "put it on the block that holds the tools".to_owned(),
    };
    Error::new_spanned(keyword, format!("`#[{name}]` is for an `impl` block or an inline module: {edit}"))
}
