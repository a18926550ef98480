//! Token streams as a compiler or an editor hands them over.

use proc_macro2::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::ParseStream;

/// Opens the invisible groups that `macro_rules!` leaves around a whole item, a body or a visibility.
///
/// An item is kept as the raw tokens between two positions; a group that reached over such a
/// position would be kept twice or lost. Groups around types and expressions stay, since there they
/// carry precedence.
pub(crate) fn open_item_groups(tokens: TokenStream) -> TokenStream {
    let mut opened = TokenStream::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if is_item_group(&group) => {
                opened.extend(open_item_groups(group.stream()));
            }
            token => opened.extend([token]),
        }
    }
    opened
}

fn is_item_group(group: &Group) -> bool {
    if group.delimiter() != Delimiter::None {
        return false;
    }
    let tokens = group.stream();
    let starts_with_pub = matches!(tokens.clone().into_iter().next(), Some(TokenTree::Ident(first)) if first == "pub");
    match tokens.into_iter().last() {
        None => true,
        Some(TokenTree::Group(last)) => {
            starts_with_pub
                || last.delimiter() == Delimiter::Brace
                || (last.delimiter() == Delimiter::None && is_item_group(&last))
        }
        Some(TokenTree::Punct(last)) => starts_with_pub || last.as_char() == ';',
        Some(_) => starts_with_pub,
    }
}

/// The tokens from `start` up to where `input` stands now, exactly as they were written.
pub(crate) fn since(start: syn::buffer::Cursor<'_>, input: ParseStream<'_>) -> TokenStream {
    let end = input.cursor();
    let mut cursor = start;
    let mut tokens = TokenStream::new();
    while cursor != end {
        let Some((token, next)) = cursor.token_tree() else { break };
        tokens.extend([token]);
        cursor = next;
    }
    tokens
}

/// The tokens of an item without those of its `attributes` that are unwanted.
///
/// The attributes are the first that stand in `tokens`; all others are kept as they were written.
pub(crate) fn without_attributes(
    tokens: &TokenStream,
    attributes: &[syn::Attribute],
    is_unwanted: impl Fn(&syn::Attribute) -> bool,
) -> TokenStream {
    if !attributes.iter().any(&is_unwanted) {
        return tokens.clone();
    }
    let mut output = TokenStream::new();
    let mut tokens = tokens.clone().into_iter();
    for attribute in attributes {
        // `#`, and the brackets.
        let written = tokens.by_ref().take(2);
        if is_unwanted(attribute) {
            written.for_each(drop);
        } else {
            output.extend(written);
        }
    }
    output.extend(tokens);
    output
}

/// The identifier as the boundary is called: `r#match` is `match`.
pub(crate) fn plain_name(ident: &proc_macro2::Ident) -> String {
    use syn::ext::IdentExt as _;
    ident.unraw().to_string()
}

/// The first and the last position of some tokens, or `otherwise` twice where there are none.
///
/// Two spans, since a stable compiler cannot join them here; it does so itself when a path or an
/// expression starts at the one and ends at the other.
pub(crate) fn ends(tokens: &impl ToTokens, otherwise: Span) -> (Span, Span) {
    let mut all = tokens.to_token_stream().into_iter();
    let Some(first) = all.next() else { return (otherwise, otherwise) };
    let start = opening(&first);
    let end = all.last().map_or_else(|| closing(&first), |last| closing(&last));
    (start, end)
}

fn opening(token: &TokenTree) -> Span {
    match token {
        // An invisible group has no place of its own in the source.
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            group.stream().into_iter().next().map_or_else(|| group.span(), |first| opening(&first))
        }
        TokenTree::Group(group) => group.span_open(),
        token => token.span(),
    }
}

fn closing(token: &TokenTree) -> Span {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            group.stream().into_iter().last().map_or_else(|| group.span(), |last| closing(&last))
        }
        TokenTree::Group(group) => group.span_close(),
        token => token.span(),
    }
}

/// Whether the token is the given punctuation character, standing alone or not.
pub(crate) fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

/// Whether the token is the given word.
pub(crate) fn is_word(token: &TokenTree, wanted: &str) -> bool {
    matches!(token, TokenTree::Ident(word) if word == wanted)
}

/// Whether the token is joined to the one after it, as `-` is to `>` in `->`.
pub(crate) fn is_joint(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint)
}

/// Whether the name stands somewhere in the tokens, at any depth, and is no field's or method's.
pub(crate) fn mentions(tokens: &TokenStream, name: &proc_macro2::Ident) -> bool {
    mention(tokens, name).is_some()
}

/// Where it does so first.
pub(crate) fn mention(tokens: &TokenStream, name: &proc_macro2::Ident) -> Option<Span> {
    let mut is_after_dot = false;
    tokens.clone().into_iter().find_map(|token| {
        let is_field = std::mem::replace(&mut is_after_dot, is_punct(&token, '.') && !is_joint(&token));
        match &token {
            TokenTree::Ident(word) => (!is_field && word == name).then(|| word.span()),
            TokenTree::Group(group) => mention(&group.stream(), name),
            TokenTree::Literal(text) => is_captured(&text.to_string(), name).then(|| text.span()),
            TokenTree::Punct(_) => None,
        }
    })
}

/// Whether a format string captures the name: `"{name}"`.
fn is_captured(text: &str, name: &proc_macro2::Ident) -> bool {
    let name = plain_name(name);
    [format!("{{{name}}}"), format!("{{{name}:")].iter().any(|it| text.contains(it.as_str()))
}

/// The same path at another place of the source, where it names what it named.
pub(crate) fn located(path: &TokenStream, place: Span) -> TokenStream {
    let moved = path.clone().into_iter().map(|mut token| {
        let is_name = matches!(token, TokenTree::Ident(_));
        token.set_span(if is_name { token.span().located_at(place) } else { place });
        token
    });
    moved.collect()
}

/// Tokens in parentheses or braces that stand at a place of the source.
pub(crate) fn enclosed(delimiter: Delimiter, tokens: TokenStream, place: Span) -> Group {
    let mut group = Group::new(delimiter, tokens);
    group.set_span(place);
    group
}
