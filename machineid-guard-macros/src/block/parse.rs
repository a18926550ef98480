//! Takes a block apart into its members, without looking into bodies.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::buffer::Cursor;
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, Generics, Path, Token, Type, TypeParamBound, Visibility, WhereClause};

use super::parts::{Block, BlockKind, Implementation, Member};
use crate::item::{self, Function};
use crate::proof::{self, Depth};
use crate::tokens;

/// What an attribute of a block was found on.
pub(super) enum Outer {
    Block(Box<Block>),
    /// Its keyword.
    Other(TokenTree),
}

/// Reads the item under the attribute.
pub(super) fn outer(tokens: TokenStream) -> syn::Result<Outer> {
    let tokens = without_demand(tokens::open_item_groups(tokens));
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

/// A block around this one left its functions to this attribute, which is hereby at work.
fn without_demand(tokens: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    if let Some(TokenTree::Group(last)) = tokens.last_mut() {
        let mut braces = Group::new(last.delimiter(), proof::taken_out(&last.stream(), Depth::Here));
        braces.set_span(last.span());
        *last = braces;
    }
    tokens.into_iter().collect()
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
    let is_definition = ahead.peek(Token![trait]);
    if !is_module && !is_definition && !ahead.peek(Token![impl]) {
        return Ok(None);
    }
    if is_definition && definition(&ahead).is_ok() && !ahead.peek(syn::token::Brace) {
        // `trait Alias = …;`
        return Ok(None);
    }
    while !input.peek(Token![mod]) && !input.peek(Token![impl]) && !input.peek(Token![trait]) {
        input.parse::<TokenTree>()?;
    }
    let kind = match () {
        () if is_module => module(input)?,
        () if is_definition => definition(input)?,
        () => implementation(input)?,
    };
    let head = tokens::since(start, input);
    let group: Group = input.parse()?;
    if group.delimiter() != Delimiter::Brace {
        return Err(Error::new(group.span_open(), "expected the braces of the block"));
    }
    let content = tokens::open_item_groups(group.stream());
    let (inner_attributes, content, members) = (|input: ParseStream<'_>| members(&kind, input)).parse2(content)?;
    Ok(Some(Block { attributes, head, kind, braces: group.span(), inner_attributes, content, members }))
}

fn module(input: ParseStream<'_>) -> syn::Result<BlockKind> {
    input.parse::<Token![mod]>()?;
    Ok(BlockKind::Module(input.parse()?))
}

/// Reads `trait Name<…>: Bounds where …` up to the braces, or to the `=` of an alias.
fn definition(input: ParseStream<'_>) -> syn::Result<BlockKind> {
    input.parse::<Token![trait]>()?;
    let name: proc_macro2::Ident = input.parse()?;
    input.parse::<Generics>()?;
    if input.peek(Token![:]) {
        input.parse::<Token![:]>()?;
        if !input.peek(syn::token::Brace) && !input.peek(Token![where]) {
            Punctuated::<TypeParamBound, Token![+]>::parse_separated_nonempty(input)?;
        }
    }
    input.parse::<Option<WhereClause>>()?;
    Ok(BlockKind::Definition(name.into()))
}

/// Reads `impl<…> Trait for Type where …` up to the braces.
fn implementation(input: ParseStream<'_>) -> syn::Result<BlockKind> {
    input.parse::<Token![impl]>()?;
    // `impl <Vec<T> as Trait>::Type {}` starts the same way as generics do, but nobody writes it.
    let generics = if input.peek(Token![<]) { input.parse()? } else { Generics::default() };
    input.parse::<Option<Token![const]>>()?;
    input.parse::<Option<Token![!]>>()?;
    let first: Type = input.parse()?;
    let kind = if input.peek(Token![for]) {
        input.parse::<Token![for]>()?;
        let (of, ty) = (trait_path(first)?, input.parse()?);
        BlockKind::Implementation(Box::new(Implementation { generics, of, ty }))
    } else {
        BlockKind::Inherent(Box::new(first))
    };
    input.parse::<Option<WhereClause>>()?;
    Ok(kind)
}

fn trait_path(ty: Type) -> syn::Result<Path> {
    match ty {
        Type::Group(group) => trait_path(*group.elem),
        Type::Path(path) => Ok(path.path),
        other => Err(Error::new_spanned(other, "expected a trait")),
    }
}

/// The inner attributes, everything after them, and that in parts.
fn members(kind: &BlockKind, input: ParseStream<'_>) -> syn::Result<(TokenStream, TokenStream, Vec<Member>)> {
    let start = input.cursor();
    input.call(Attribute::parse_inner)?;
    let inner_attributes = tokens::since(start, input);
    let start = input.cursor();
    let mut members = Vec::new();
    while !input.is_empty() {
        members.push(member(kind, input)?);
    }
    Ok((inner_attributes, tokens::since(start, input), members))
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
    if !matches!(kind, BlockKind::Module(_)) {
        // A constant or a type: it ends at its semicolon, whatever stands before that.
        while !input.is_empty() && !input.peek(Token![;]) {
            input.parse::<TokenTree>()?;
        }
        input.parse::<Option<Token![;]>>()?;
        return Ok(Member::Associated { attributes, tokens: tokens::since(start, input) });
    }
    if let Some(block) = block(start, attributes.clone(), input)? {
        return Ok(Member::Block(block));
    }
    let item = Box::new(input.parse()?);
    Ok(Member::Item { item, attributes, tokens: tokens::since(start, input) })
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
