//! `#[guarded_tools]` and `#[require_boundaries]`: boundaries for a whole block.

mod choose;
mod exemption;
mod expression;
mod hidden;
mod messages;
mod names;
mod parse;
mod parts;
mod walk;
mod well_known;

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use self::parse::Outer;
use self::walk::Walk;
use crate::arguments;
use crate::expand;

pub(crate) use self::exemption::misplaced as misplaced_exemption;
pub(crate) use self::parts::BlockAttribute;

/// Expands one of the two attributes on one item.
pub(crate) fn expand(attribute: BlockAttribute, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let parsed = arguments::parse(attribute.taker(), arguments);
    let block = match parse::outer(item.clone()) {
        Ok(Outer::Block(block)) => *block,
        Ok(Outer::Other(keyword)) => return expand::with_item(&messages::not_a_block(attribute, &keyword), item),
        Err(error) => return expand::with_item(&error, item),
    };
    let checked = match parsed.error {
        Some(error) => Err(error),
        None => choose::check_block(attribute, &parsed.arguments, &block),
    };
    let arguments = names::as_the_block_says(parsed.arguments, &block);
    let (tokens, errors) = Walk::new(attribute, &arguments, checked.err()).over(&block);
    match errors {
        Some(error) => expand::with_item(&error, &tokens),
        None => tokens,
    }
}
