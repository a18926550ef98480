//! One pass over a block and the blocks in it.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens as _;
use syn::{Attribute, Error, Path};

use super::choose::{self, Choice};
use super::parts::{Block, BlockAttribute, BlockKind, Member};
use super::{exemption, hidden, messages, well_known};
use crate::arguments::Arguments;
use crate::attribute::BoundaryAttribute;
use crate::expand;
use crate::item::Function;
use crate::placement::{self, Source};
use crate::proof;
use crate::tokens;

pub(super) struct Walk<'a> {
    attribute: BlockAttribute,
    arguments: &'a Arguments,
    errors: Option<Error>,
    /// One mistake in the attribute itself is one error: its functions are then left as they are.
    is_adding: bool,
    /// How many functions have, get, or are exempt from a boundary.
    considered: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(attribute: BlockAttribute, arguments: &'a Arguments, error: Option<Error>) -> Self {
        let is_adding = error.is_none();
        Self { attribute, arguments, errors: error, is_adding, considered: 0 }
    }

    /// The block with its boundaries, and every mistake in it.
    pub(super) fn over(mut self, block: &Block) -> (TokenStream, Option<Error>) {
        let tokens = self.members(block, true, self.arguments.functions.as_deref());
        if self.errors.is_none() && self.considered == 0 {
            self.errors = Some(messages::nothing_to_do(self.attribute, block));
        }
        (tokens, self.errors)
    }

    fn report(&mut self, error: Error) {
        match &mut self.errors {
            Some(first) => first.combine(error),
            None => self.errors = Some(error),
        }
    }

    fn crate_path(&self) -> Option<&'a Path> {
        self.arguments.crate_path.as_ref()
    }

    fn check_head(&mut self, head: &TokenStream) {
        if let (true, Err(error)) = (self.is_adding, hidden::in_head(self.attribute, head)) {
            self.report(error);
        }
    }

    /// `is_acting`: its functions, and what else is in it, may act.
    fn members(&mut self, block: &Block, is_acting: bool, named: Option<&[Ident]>) -> TokenStream {
        self.check_head(&block.head);
        let mut members = TokenStream::new();
        for member in &block.members {
            members.extend(match member {
                Member::Function(function) => self.function(block, named, function),
                Member::Block(inner) => self.inner_block(inner),
                Member::Macro { path, attributes, tokens } => {
                    self.other(attributes, tokens, |attribute| Err(messages::hidden_functions(attribute, path)))
                }
                Member::Item { item, attributes, tokens } => {
                    let modules = modules(block);
                    self.other(attributes, tokens, |attribute| hidden::in_item(attribute, item, &modules))
                }
                Member::Associated { attributes, tokens } => {
                    let is_reached = is_acting && block.kind.of_trait().is_some();
                    self.other(attributes, tokens, |attribute| hidden::in_associated(attribute, tokens, is_reached))
                }
            });
        }
        block.with_members(self.without_exemption(&block.head, &block.attributes), members)
    }

    fn inner_block(&mut self, block: &Block) -> TokenStream {
        match exemption::of(&block.attributes, self.crate_path()) {
            Ok(false) => {}
            Ok(true) => {
                self.considered += 1;
                return self.exempt(block);
            }
            Err(error) => {
                self.report(error);
                return self.exempt(block);
            }
        }
        // A block with an attribute of its own is that attribute's to guard.
        if let Some(own) = block.attributes.iter().find(|own| BlockAttribute::is(own, self.crate_path())) {
            self.considered += 1;
            let mut content = self.demand(own, "this block");
            content.extend(block.content.clone());
            return block.with_members(block.head.clone(), content);
        }
        let is_acting = block.kind.of_trait().is_none_or(|path| !well_known::is_implemented_by(block, path));
        if let (true, true, Some(path)) = (self.is_adding, is_acting, block.kind.of_trait()) {
            let unsettled = choose::unsettled(block, self.crate_path());
            if !unsettled.is_empty() {
                self.report(messages::unnamed(self.attribute, &block.kind, path, &unsettled));
            }
        }
        self.members(block, is_acting, None)
    }

    /// The block as it was written, without exemptions inside of the one that it has.
    fn exempt(&self, block: &Block) -> TokenStream {
        let mut members = TokenStream::new();
        for member in &block.members {
            members.extend(match member {
                Member::Function(function) => self.plain(function),
                Member::Block(inner) => self.exempt(inner),
                Member::Macro { attributes, tokens, .. }
                | Member::Item { attributes, tokens, .. }
                | Member::Associated { attributes, tokens } => self.without_exemption(tokens, attributes),
            });
        }
        block.with_members(self.without_exemption(&block.head, &block.attributes), members)
    }

    fn function(&mut self, block: &Block, named: Option<&[Ident]>, function: &Function) -> TokenStream {
        let choice = match choose::choice(block, named, function, self.crate_path()) {
            Ok(choice) => choice,
            Err(error) => {
                self.report(error);
                return self.plain(function);
            }
        };
        if !matches!(choice, Choice::Leave) {
            self.considered += 1;
        }
        self.check_head(&function.signature.to_token_stream());
        match (choice, self.attribute) {
            _ if !self.is_adding => self.plain(function),
            (Choice::Leave | Choice::Settled, _) => self.plain(function),
            (Choice::OfItsOwn(own), _) => self.of_its_own(own, function),
            (Choice::Constructor, _) => {
                self.report(messages::constructor(function));
                self.plain(function)
            }
            (Choice::Missing, BlockAttribute::GuardedTools) => self.guarded(function),
            (Choice::Missing, BlockAttribute::RequireBoundaries) => {
                self.report(messages::missing(function));
                self.plain(function)
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

    /// A function that its own attribute guards, if that attribute is ours: the body says if it is not.
    fn of_its_own(&mut self, own: &Attribute, function: &Function) -> TokenStream {
        let above = function.attributes.iter().take_while(|attribute| !std::ptr::eq(*attribute, own));
        if let Some(error) = above.into_iter().find_map(placement::memoizer_in_a_block) {
            self.report(error);
            return self.plain(function);
        }
        let demand = self.demand(own, &format!("`{}`", function.signature.ident));
        function.without_attribute(|it| exemption::is_exemption(it, self.crate_path()), &demand)
    }

    fn demand(&self, own: &Attribute, of: &str) -> TokenStream {
        if self.is_adding { proof::demand(own.path(), of) } else { TokenStream::new() }
    }

    /// A member that is neither a function nor a block; `hides` says what could be hidden in it.
    fn other(
        &mut self,
        attributes: &[Attribute],
        tokens: &TokenStream,
        hides: impl FnOnce(BlockAttribute) -> syn::Result<()>,
    ) -> TokenStream {
        let checked = match exemption::of(attributes, self.crate_path()) {
            Ok(false) if self.is_adding => hides(self.attribute),
            Ok(_) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = checked {
            self.report(error);
        }
        self.without_exemption(tokens, attributes)
    }

    fn plain(&self, function: &Function) -> TokenStream {
        function.without_attribute(|it| exemption::is_exemption(it, self.crate_path()), &TokenStream::new())
    }

    fn without_exemption(&self, tokens: &TokenStream, attributes: &[Attribute]) -> TokenStream {
        tokens::without_attributes(tokens, attributes, |it| exemption::is_exemption(it, self.crate_path()))
    }
}

/// The names of the inline modules of a block.
fn modules(block: &Block) -> Vec<&Ident> {
    block
        .members
        .iter()
        .filter_map(|member| match member {
            Member::Block(Block { kind: BlockKind::Module(name), .. }) => Some(name),
            _ => None,
        })
        .collect()
}
