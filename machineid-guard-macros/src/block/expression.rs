//! What the tokens of an expression could hide: items of its own, and functions that are named and not called.

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};

use crate::tokens;

/// The word of an `impl` block, or of a macro that could make one, inside of the braces of an expression.
pub(super) fn made_items(written: &TokenStream) -> Option<Ident> {
    in_braces(written, Delimiter::None)
}

/// Macros that make no items.
const PLAIN_MACROS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "cfg",
    "column",
    "concat",
    "debug_assert",
    "env",
    "file",
    "format_args",
    "include_bytes",
    "include_str",
    "line",
    "matches",
    "module_path",
    "option_env",
    "panic",
    "stringify",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "offset_of",
];

fn in_braces(tokens: &TokenStream, around: Delimiter) -> Option<Ident> {
    let mut input = tokens.clone().into_iter().peekable();
    while let Some(token) = input.next() {
        match token {
            TokenTree::Group(group) => {
                // An `impl` in parentheses inside of braces is one in braces.
                let inside = if around == Delimiter::Brace { around } else { group.delimiter() };
                if let Some(found) = in_braces(&group.stream(), inside) {
                    return Some(found);
                }
            }
            TokenTree::Ident(word) if around == Delimiter::Brace => {
                if word == "impl" || is_unknown_macro(&word, input.peek()) {
                    return Some(word);
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    None
}

fn is_unknown_macro(word: &Ident, next: Option<&TokenTree>) -> bool {
    next.is_some_and(|next| tokens::is_punct(next, '!') && !tokens::is_joint(next))
        && !PLAIN_MACROS.iter().any(|plain| word == plain)
}

/// Whether the type or the value of a constant shows a closure, a function pointer or a function's name, or has
/// a macro that may make one.
pub(super) fn may_hold_a_function(written: &TokenStream) -> bool {
    let mut locals = Vec::new();
    collect_locals(written, &mut locals);
    holds_a_function(written, &locals)
}

/// The names that a `let` binds.
fn collect_locals(tokens: &TokenStream, locals: &mut Vec<String>) {
    let mut input = tokens.clone().into_iter().peekable();
    while let Some(token) = input.next() {
        match token {
            TokenTree::Group(group) => collect_locals(&group.stream(), locals),
            TokenTree::Ident(word) if word == "let" => {
                input.next_if(|next| tokens::is_word(next, "mut"));
                if let Some(TokenTree::Ident(local)) = input.peek() {
                    locals.push(tokens::plain_name(local));
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn holds_a_function(written: &TokenStream, locals: &[String]) -> bool {
    let all: Vec<TokenTree> = written.clone().into_iter().collect();
    all.iter().enumerate().any(|(at, token)| {
        let before = all.get(..at).unwrap_or_default();
        let after = all.get(at + 1..).unwrap_or_default();
        match token {
            TokenTree::Group(group) => holds_a_function(&group.stream(), locals),
            TokenTree::Punct(bar) if bar.as_char() == '|' => begins_an_operand(before),
            TokenTree::Ident(word) => {
                is_type_of_functions(word)
                    || is_unknown_macro(word, after.first())
                    || (is_value_in_lower_case(word, before, after) && !locals.contains(&tokens::plain_name(word)))
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        }
    })
}

/// Whether a `|` after these tokens opens a closure: between two operands it is an operator.
fn begins_an_operand(before: &[TokenTree]) -> bool {
    match before {
        [] => true,
        [.., TokenTree::Ident(word)] => ["async", "else", "in", "move", "return", "static"].iter().any(|it| word == it),
        [.., TokenTree::Punct(equals), TokenTree::Punct(angle)] if angle.as_char() == '>' => {
            equals.as_char() == '=' && equals.spacing() == Spacing::Joint
        }
        // The second half of `||`; what ends an operand.
        [.., last @ TokenTree::Punct(_)] => {
            let is_half = tokens::is_punct(last, '|') && tokens::is_joint(last);
            let is_end = tokens::is_punct(last, '?') || tokens::is_punct(last, '>');
            !is_half && !is_end
        }
        [.., _] => false,
    }
}

fn is_type_of_functions(word: &Ident) -> bool {
    ["AsyncFn", "AsyncFnMut", "AsyncFnOnce", "Fn", "FnMut", "FnOnce", "fn"].iter().any(|it| word == it)
}

/// Words in lower case that are no value: a function's name is none of them.
const WORDS: &[&str] = &[
    "as", "async", "await", "bool", "break", "char", "const", "continue", "crate", "default", "dyn", "else", "enum",
    "extern", "f32", "f64", "false", "for", "i128", "i16", "i32", "i64", "i8", "if", "impl", "in", "isize", "let",
    "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "static", "str", "struct", "super", "trait",
    "true", "type", "u128", "u16", "u32", "u64", "u8", "union", "unsafe", "use", "usize", "where", "while",
];

/// Whether the word can be a function that is named and not called: constants and types start with a capital.
fn is_value_in_lower_case(word: &Ident, before: &[TokenTree], after: &[TokenTree]) -> bool {
    let text = tokens::plain_name(word);
    let is_raw = *word != text;
    if !text.starts_with(|first: char| first.is_lowercase()) || (!is_raw && WORDS.contains(&text.as_str())) {
        return false;
    }
    let is_after = match before.last() {
        Some(TokenTree::Punct(mark)) => matches!(mark.as_char(), '.' | '\'' | '#'),
        Some(TokenTree::Ident(word)) => ["let", "mut", "ref", "fn", "for"].iter().any(|it| word == it),
        _ => false,
    };
    let is_before = match after {
        [TokenTree::Group(called), ..] => called.delimiter() == Delimiter::Parenthesis,
        // `name::<…>` is the function, where it is not called; `name::Other` a module; `name: value` a field.
        [colon, second, third, ..] if tokens::is_punct(colon, ':') && tokens::is_punct(second, ':') => {
            !tokens::is_punct(third, '<') || is_called(after)
        }
        [mark, ..] => tokens::is_punct(mark, ':') || tokens::is_punct(mark, '!') && !is_comparison(after),
        [] => false,
    };
    !is_after && !is_before
}

/// Whether `::<…>` is followed by the arguments of a call.
fn is_called(after: &[TokenTree]) -> bool {
    let mut open = 0_usize;
    for (at, token) in after.iter().enumerate() {
        if tokens::is_punct(token, '<') {
            open += 1;
        } else if tokens::is_punct(token, '>') {
            open = open.saturating_sub(1);
            if open == 0 {
                return matches!(after.get(at + 1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
            }
        }
    }
    false
}

fn is_comparison(after: &[TokenTree]) -> bool {
    matches!(after, [bang, equals, ..] if tokens::is_joint(bang) && tokens::is_punct(equals, '='))
}
