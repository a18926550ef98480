//! The attributes of `machineid-guard`.

mod arguments;
mod attribute;
mod block;
mod checkpoint;
mod expand;
mod item;
mod placement;
mod return_type;
mod shape;
mod surface;
mod tokens;

use proc_macro::TokenStream;

use self::attribute::BoundaryAttribute;
use self::block::BlockAttribute;
use self::checkpoint::Form;

/// Asks before a tool call.
#[proc_macro_attribute]
pub fn guarded_tool(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::attribute(BoundaryAttribute::GuardedTool, arguments.into(), item.into()).into()
}

/// Asks before an irreversible action.
#[proc_macro_attribute]
pub fn side_effect(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::attribute(BoundaryAttribute::SideEffect, arguments.into(), item.into()).into()
}

/// Asks before paused or delayed work goes on.
#[proc_macro_attribute]
pub fn resume(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::attribute(BoundaryAttribute::Resume, arguments.into(), item.into()).into()
}

/// Asks in the middle of async work.
#[proc_macro]
pub fn checkpoint(tokens: TokenStream) -> TokenStream {
    checkpoint::checkpoint(Form::Future, tokens.into()).into()
}

/// Asks in the middle of sync work.
#[proc_macro]
pub fn checkpoint_blocking(tokens: TokenStream) -> TokenStream {
    checkpoint::checkpoint(Form::Blocking, tokens.into()).into()
}

/// Declares a surface as a type.
#[proc_macro]
pub fn surface(tokens: TokenStream) -> TokenStream {
    surface::surface(tokens.into()).into()
}

/// Gives every tool of a block a boundary.
#[proc_macro_attribute]
pub fn guarded_tools(arguments: TokenStream, item: TokenStream) -> TokenStream {
    block::expand(BlockAttribute::GuardedTools, arguments.into(), item.into()).into()
}

/// Demands that every tool of a block has a boundary.
#[proc_macro_attribute]
pub fn require_boundaries(arguments: TokenStream, item: TokenStream) -> TokenStream {
    block::expand(BlockAttribute::RequireBoundaries, arguments.into(), item.into()).into()
}

/// Exempts a function of a guarded block.
#[proc_macro_attribute]
pub fn unguarded(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::with_item(&block::misplaced_exemption(), &item.into()).into()
}
