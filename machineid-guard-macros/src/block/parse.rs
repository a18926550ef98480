//! Takes a block apart into its members, without looking into bodies.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::buffer::Cursor;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Error, Generics, Item, Path, Token, Type, Visibility, WhereClause};

use super::{Block, BlockAttribute, BlockKind, Member};
use crate::item::{self, Function};
use crate::tokens;

/// What an attribute of a block was found on.
pub(super) enum Outer {
    Block(Box<Block>),
    /// Its keyword.
    Other(TokenTree),
}

/// Reads the item under the attribute.
pub(super) fn outer(tokens: TokenStream) -> syn::Result<Outer> {
    let tokens = tokens::open_item_groups(tokens);
    let found = (|input: ParseStream<'_>| {
        let start = input.cursor();
        let attributes = input.call(Attribute::parse_outer)?;
        let block = block(start, attributes, input)?;
        if block.is_none() {
            input.parse::<TokenStream>()?;
        }
        Ok(block)
    })
    .parse2(tokens.clone())?;
    if let Some(block) = found {
        return Ok(Outer::Block(Box::new(block)));
    }
    match item::parse(tokens)? {
        item::Item::Function(function) => Ok(Outer::Other(keyword(function.signature.fn_token))),
        item::Item::Other(keyword) => Ok(Outer::Other(keyword)),
    }
}

fn keyword(token: Token![fn]) -> TokenTree {
    TokenTree::Ident(proc_macro2::Ident::new("fn", token.span))
}

/// The block whose attributes began at `start`; `None`, and nothing consumed, for another item.
fn block(start: Cursor<'_>, attributes: Vec<Attribute>, input: ParseStream<'_>) -> syn::Result<Option<Block>> {
    let ahead = input.fork();
    ahead.parse::<Visibility>()?;
    ahead.parse::<Option<Token![unsafe]>>()?;
    if ahead.peek(Token![default]) && ahead.peek2(Token![impl]) {
        ahead.parse::<Token![default]>()?;
    }
    let is_module = ahead.peek(Token![mod]) && !ahead.peek3(Token![;]);
    if !is_module && !ahead.peek(Token![impl]) {
        return Ok(None);
    }
    while !input.peek(Token![mod]) && !input.peek(Token![impl]) {
        input.parse::<TokenTree>()?;
    }
    let kind = if is_module { module(input)? } else { implementation(input)? };
    let head = tokens::since(start, input);
    let group: Group = input.parse()?;
    if group.delimiter() != Delimiter::Brace {
        return Err(Error::new(group.span_open(), "expected the braces of the block"));
    }
    let content = tokens::open_item_groups(group.stream());
    let (inner_attributes, members) = (|input: ParseStream<'_>| members(&kind, input)).parse2(content)?;
    Ok(Some(Block { attributes, head, kind, braces: group.span(), inner_attributes, members }))
}

fn module(input: ParseStream<'_>) -> syn::Result<BlockKind> {
    input.parse::<Token![mod]>()?;
    input.parse::<proc_macro2::Ident>()?;
    Ok(BlockKind::Module)
}

/// Reads `impl<…> Trait for Type where …` up to the braces.
fn implementation(input: ParseStream<'_>) -> syn::Result<BlockKind> {
    input.parse::<Token![impl]>()?;
    // `impl <Vec<T> as Trait>::Type {}` starts the same way as generics do, but nobody writes it.
    if input.peek(Token![<]) {
        input.parse::<Generics>()?;
    }
    input.parse::<Option<Token![const]>>()?;
    input.parse::<Option<Token![!]>>()?;
    let first: Type = input.parse()?;
    let mut kind = BlockKind::Inherent;
    if input.peek(Token![for]) {
        input.parse::<Token![for]>()?;
        input.parse::<Type>()?;
        kind = BlockKind::Trait(first.into_token_stream());
    }
    input.parse::<Option<WhereClause>>()?;
    Ok(kind)
}

fn members(kind: &BlockKind, input: ParseStream<'_>) -> syn::Result<(TokenStream, Vec<Member>)> {
    let start = input.cursor();
    input.call(Attribute::parse_inner)?;
    let inner_attributes = tokens::since(start, input);
    let mut members = Vec::new();
    while !input.is_empty() {
        members.push(member(kind, input)?);
    }
    Ok((inner_attributes, members))
}

fn member(kind: &BlockKind, input: ParseStream<'_>) -> syn::Result<Member> {
    let start = input.cursor();
    let attributes = input.call(Attribute::parse_outer)?;
    if let Some(function) = Function::parse_after_attributes(start, &attributes, input)? {
        return Ok(Member::Function(Box::new(function)));
    }
    if let Some(path) = item_macro(input)? {
        return Ok(Member::Macro { path, attributes, tokens: tokens::since(start, input) });
    }
    let is_module = matches!(kind, BlockKind::Module);
    // A block with an attribute of its own is that attribute's to guard.
    if is_module && !attributes.iter().any(|attribute| BlockAttribute::of(attribute).is_some()) {
        if let Some(block) = block(start, attributes, input)? {
            return Ok(Member::Block(block));
        }
    }
    if is_module {
        match input.parse::<Item>()? {
            Item::Mod(module) if module.content.is_none() => {
                return Err(Error::new_spanned(
                    module.mod_token,
                    "this module is in another file, where its functions are not visible to the \
                     attribute: move the `mod` line out of the guarded module, and guard it there",
                ));
            }
            _ => {}
        }
    } else {
        // A constant or a type: it ends at its semicolon, whatever stands before that.
        while !input.is_empty() && !input.peek(Token![;]) {
            input.parse::<TokenTree>()?;
        }
        input.parse::<Option<Token![;]>>()?;
    }
    Ok(Member::Other(tokens::since(start, input)))
}

/// Reads a call of an item macro. The definition of one is no call.
fn item_macro(input: ParseStream<'_>) -> syn::Result<Option<Path>> {
    let ahead = input.fork();
    let Ok(path) = ahead.call(Path::parse_mod_style) else { return Ok(None) };
    if !ahead.peek(Token![!]) || path.is_ident("macro_rules") {
        return Ok(None);
    }
    input.call(Path::parse_mod_style)?;
    input.parse::<Token![!]>()?;
    let group: Group = input.parse()?;
    if group.delimiter() != Delimiter::Brace {
        input.parse::<Option<Token![;]>>()?;
    }
    Ok(Some(path))
}
