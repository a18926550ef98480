//! The item under an attribute: a function whose body stays raw tokens, or something else.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Signature, Token, Visibility};

use crate::tokens;

/// A function, method or trait function.
pub(crate) struct Function {
    /// Everything before the body, as it was written: emitted again, never printed from the parsed
    /// parts, so that the signature is the user's to the token.
    pub(crate) head: TokenStream,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: Option<Body>,
}

/// A function's body. It is not parsed: an editor sends unfinished ones, and they are still items.
pub(crate) struct Body {
    /// `#![…]` at the head of the body, which must stay first in it.
    pub(crate) inner_attributes: TokenStream,
    pub(crate) statements: TokenStream,
    /// The place of the user's braces, and their edition.
    pub(crate) braces: Span,
    /// All of it. Only these braces have a beginning and an end: an error at the end of a body, which the compiler has
    /// reported already when it read the function, is the same error only where it is at the same place.
    written: Group,
}

impl Body {
    pub(crate) fn new(group: &Group) -> Self {
        let mut inner_attributes = TokenStream::new();
        let mut rest = group.stream().into_iter().peekable();
        let mut ahead = rest.clone();
        while let (Some(pound), Some(bang), Some(TokenTree::Group(bracket))) =
            (ahead.next(), ahead.next(), ahead.next())
        {
            let is_attribute = tokens::is_punct(&pound, '#')
                && tokens::is_punct(&bang, '!')
                && bracket.delimiter() == Delimiter::Bracket;
            if !is_attribute {
                break;
            }
            inner_attributes.extend([pound, bang, TokenTree::Group(bracket)]);
            rest = ahead.clone();
        }
        Self { inner_attributes, statements: rest.collect(), braces: group.span(), written: group.clone() }
    }

    /// The statements in braces of their own, which stand where the user's do.
    ///
    /// The edition of these braces decides whether the temporaries of the last expression are
    /// dropped before or after the locals, so a body with locals keeps the user's. Without locals the
    /// order is the same in every edition, and the braces are ours: of the user's, the compiler would
    /// say that a single expression does not need a second pair.
    pub(crate) fn block(&self) -> Group {
        let is_the_users = self.may_hold_locals() || self.is_unfinished();
        if is_the_users && self.inner_attributes.is_empty() {
            return self.written.clone();
        }
        let mut block = Group::new(Delimiter::Brace, self.statements.clone());
        block.set_span(if is_the_users { self.braces } else { Span::mixed_site().located_at(self.braces) });
        block
    }

    /// Where the value of the body stands, for errors about it: the first and the last token of its last
    /// expression, as far as tokens show it.
    pub(crate) fn value(&self) -> (Span, Span) {
        let mut value: Vec<TokenTree> = Vec::new();
        let mut is_after_block = false;
        for token in self.statements.clone() {
            let starts_expression =
                matches!(&token, TokenTree::Ident(word) if !["as", "else"].iter().any(|it| word == it));
            if is_after_block && starts_expression {
                value.clear();
            }
            is_after_block = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            if tokens::is_punct(&token, ';') {
                value.clear();
            } else {
                value.push(token);
            }
        }
        let end = value.last().map_or(self.braces, TokenTree::span);
        let (start, _) = tokens::ends(&value.into_iter().collect::<TokenStream>(), self.braces);
        (Span::mixed_site().located_at(start), Span::mixed_site().located_at(end))
    }

    /// Whether a statement of the body may bind a local: a `let` ends in `;`, and a macro called as a
    /// statement may make one.
    fn may_hold_locals(&self) -> bool {
        let mut tokens = self.statements.clone().into_iter().peekable();
        let mut previous: Option<TokenTree> = None;
        while let Some(token) = tokens.next() {
            let is_statement_macro = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
                && previous.as_ref().is_some_and(|previous| tokens::is_punct(previous, '!'))
                && tokens.peek().is_some();
            if is_statement_macro || tokens::is_punct(&token, ';') {
                return true;
            }
            previous = Some(token);
        }
        false
    }

    /// Whether the last token cannot end an expression, as in `self.`; only a range ends in two dots.
    fn is_unfinished(&self) -> bool {
        let mut last = self.statements.clone().into_iter().collect::<Vec<_>>().into_iter().rev();
        let (Some(TokenTree::Punct(end)), before) = (last.next(), last.next()) else { return false };
        let is_range = end.as_char() == '.' && before.is_some_and(|before| tokens::is_punct(&before, '.'));
        !matches!(end.as_char(), ';' | '?' | '>') && !is_range
    }

    /// Other statements in the user's braces, so that the function still ends where it ended.
    pub(crate) fn braced(&self, statements: TokenStream) -> Group {
        let mut block = Group::new(Delimiter::Brace, statements);
        block.set_span(self.braces);
        block
    }
}

impl Function {
    /// Whether what follows is a function, after attributes, visibility and `default`.
    fn is_next(input: ParseStream<'_>) -> bool {
        let ahead = input.fork();
        // `const`, `async`, `unsafe`, `safe`, `extern "C"`, in any order: the compiler has the say.
        loop {
            if ahead.peek(Token![fn]) {
                return true;
            }
            if ahead.peek(Token![extern]) {
                let _ = ahead.parse::<Token![extern]>();
                let _ = ahead.parse::<Option<syn::LitStr>>();
                continue;
            }
            let is_qualifier = ahead.peek(Token![const])
                || ahead.peek(Token![async])
                || ahead.peek(Token![unsafe])
                || ahead.peek(Token![safe]);
            if !is_qualifier || ahead.parse::<TokenTree>().is_err() {
                return false;
            }
        }
    }

    /// The function whose attributes began at `start`; `None`, and nothing consumed, for another item.
    pub(crate) fn parse_after_attributes(
        start: syn::buffer::Cursor<'_>,
        attributes: &[Attribute],
        input: ParseStream<'_>,
    ) -> syn::Result<Option<Self>> {
        let ahead = input.fork();
        let _ = ahead.parse::<Visibility>()?;
        // `default` is not reserved: it is a modifier only where more of a function follows.
        let has_default = ahead.peek(Token![default]) && !ahead.peek2(Token![!]);
        if has_default {
            ahead.parse::<Token![default]>()?;
        }
        if !Self::is_next(&ahead) {
            return Ok(None);
        }
        let visibility = input.parse()?;
        if has_default {
            input.parse::<Token![default]>()?;
        }
        let signature = input.parse()?;
        let head = tokens::since(start, input);
        let body = if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
            None
        } else {
            match input.parse::<TokenTree>()? {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(Body::new(&group)),
                other => return Err(syn::Error::new_spanned(other, "expected the body of the function")),
            }
        };
        Ok(Some(Self { head, attributes: attributes.to_vec(), visibility, signature, body }))
    }

    /// The function as it was written, without its attributes that are unwanted, and with more at the
    /// beginning of its body.
    pub(crate) fn without_attribute(
        &self,
        is_unwanted: impl Fn(&Attribute) -> bool,
        beginning: &TokenStream,
    ) -> TokenStream {
        let mut tokens = tokens::without_attributes(&self.head, &self.attributes, is_unwanted);
        match &self.body {
            Some(body) if beginning.is_empty() => body.written.to_tokens(&mut tokens),
            Some(body) => {
                let (inner_attributes, statements) = (&body.inner_attributes, &body.statements);
                body.braced(quote!(#inner_attributes #beginning #statements)).to_tokens(&mut tokens);
            }
            None => tokens.extend(quote!(;)),
        }
        tokens
    }

    /// The function with other tokens for a body.
    pub(crate) fn with_body(&self, body: impl ToTokens) -> TokenStream {
        let mut tokens = self.head.clone();
        body.to_tokens(&mut tokens);
        tokens
    }
}

/// What an attribute for a function was found on.
pub(crate) enum Item {
    Function(Box<Function>),
    /// Its keyword, at which the error about the place is shown: `struct`, `impl`, `mod` …
    Other(TokenTree),
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let start = input.cursor();
        let attributes = input.call(Attribute::parse_outer)?;
        if let Some(function) = Function::parse_after_attributes(start, &attributes, input)? {
            if !input.is_empty() {
                return Err(input.error("unexpected tokens after the function"));
            }
            return Ok(Self::Function(Box::new(function)));
        }
        let _ = input.parse::<Visibility>()?;
        // `unsafe impl`, `unsafe trait`: the second word says what it is.
        if input.peek(Token![unsafe]) {
            input.parse::<Token![unsafe]>()?;
        }
        let keyword = input.parse::<TokenTree>()?;
        input.parse::<TokenStream>()?;
        Ok(Self::Other(keyword))
    }
}

/// Reads the item from what the compiler passed to the attribute.
///
/// The parser takes apart what it is given, to the last token. A body is most of a function, and its
/// tokens are only passed on, so the parser is given empty braces in its place.
pub(crate) fn parse(tokens: TokenStream) -> syn::Result<Item> {
    let mut tokens: Vec<TokenTree> = tokens::open_item_groups(tokens).into_iter().collect();
    let written = match tokens.last_mut() {
        Some(TokenTree::Group(last)) if last.delimiter() == Delimiter::Brace => {
            let mut empty = Group::new(Delimiter::Brace, TokenStream::new());
            empty.set_span(last.span());
            Some(std::mem::replace(last, empty))
        }
        _ => None,
    };
    let mut item = syn::parse2(tokens.into_iter().collect())?;
    if let (Item::Function(function), Some(written)) = (&mut item, &written) {
        function.body = Some(Body::new(written));
    }
    Ok(item)
}
