//! Tools that a macro of the codebase makes: `fs_tool!(ReadFile, "read_file", op = read_file);`
//!
//! What the macro writes is only known to the compiler. Its definition shows that it implements a trait of tools, and
//! each call of it gives a name, and mostly the function that does the work.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::Lit;
use syn::spanned::Spanned as _;

use super::{Called, Description, Framework, Marked, Scene, Tool};
use crate::source::Function;

pub(super) fn tools<'a>(scene: Scene<'a>, tools: &mut Vec<Tool<'a>>) {
    let makers: HashSet<&str> = scene
        .items
        .definitions
        .iter()
        .filter(|(_, body)| implements_tools(body))
        .map(|(name, _)| name.as_str())
        .collect();
    for call in &scene.items.macros {
        let Some(name) = call.item.path.segments.last().map(|last| last.ident.to_string()) else { continue };
        if !makers.contains(name.as_str()) {
            continue;
        }
        let Some(text) = first_text(&call.item.tokens) else { continue };
        let acts = first_function(scene, &call.item.tokens);
        let (place, span) = acts.map_or((call.module, call.item.path.span()), |it| (it.module, it.ident().span()));
        tools.push(Tool {
            name: Called::Text(text),
            framework: Framework::Own,
            acts,
            through: Vec::new(),
            place,
            span,
            marked: Marked::Macro,
            hint: None,
            condition: call.condition,
        });
    }
}

/// Tools whose attribute stands inside of a macro's call, or of its definition: nothing is known of them but that they
/// are there.
pub(super) fn hidden<'a>(scene: Scene<'a>, frameworks: &[&'static Description], tools: &mut Vec<Tool<'a>>) {
    let there: Vec<_> = frameworks.iter().filter(|it| it.is_dependency(scene)).collect();
    let is_declaring = |word: &str| there.iter().any(|it| it.macros.iter().any(|of| of.name == word));
    for call in &scene.items.macros {
        let mut found = Vec::new();
        declared_in(&call.item.tokens, &is_declaring, &mut found);
        for (name, span) in found {
            tools.push(Tool {
                name: Called::Text(name),
                framework: Framework::Unclear,
                acts: None,
                through: Vec::new(),
                place: call.module,
                span,
                marked: Marked::Macro,
                hint: None,
                condition: call.condition,
            });
        }
    }
}

/// `#[tool] … fn name`
fn declared_in(tokens: &TokenStream, is_declaring: &dyn Fn(&str) -> bool, found: &mut Vec<(String, Span)>) {
    let (mut after_pound, mut is_marked, mut after_fn) = (false, false, false);
    for token in tokens.clone() {
        match &token {
            TokenTree::Group(group) if after_pound => {
                is_marked |= attribute_word(&group.stream()).is_some_and(|word| is_declaring(&word));
            }
            TokenTree::Group(group) => declared_in(&group.stream(), is_declaring, found),
            TokenTree::Ident(word) if after_fn && is_marked => {
                found.push((word.to_string(), word.span()));
                is_marked = false;
            }
            _ => {}
        }
        after_pound = matches!(&token, TokenTree::Punct(pound) if pound.as_char() == '#');
        after_fn = matches!(&token, TokenTree::Ident(word) if word == "fn");
    }
}

/// The last word of an attribute's path.
fn attribute_word(tokens: &TokenStream) -> Option<String> {
    let path = tokens.clone().into_iter().take_while(|token| !matches!(token, TokenTree::Group(_)));
    path.filter_map(|token| match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    })
    .last()
}

/// `impl … Tool for …` somewhere in it.
fn implements_tools(body: &TokenStream) -> bool {
    let mut after_impl = false;
    let mut names_tool = false;
    body.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => implements_tools(&group.stream()),
        TokenTree::Ident(word) if word == "impl" => {
            (after_impl, names_tool) = (true, false);
            false
        }
        TokenTree::Ident(word) if word == "for" => after_impl && names_tool,
        TokenTree::Ident(word) => {
            names_tool |= word.to_string().contains("Tool");
            false
        }
        TokenTree::Punct(end) if end.as_char() == ';' => {
            after_impl = false;
            false
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn first_text(tokens: &TokenStream) -> Option<String> {
    tokens.clone().into_iter().find_map(|token| match token {
        TokenTree::Literal(literal) => match Lit::new(literal) {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        TokenTree::Group(group) => first_text(&group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) => None,
    })
}

/// The first word that is the name of exactly one free function of the crate.
fn first_function<'a>(scene: Scene<'a>, tokens: &TokenStream) -> Option<&'a Function<'a>> {
    tokens.clone().into_iter().find_map(|token| match token {
        TokenTree::Ident(word) => {
            let mut named = scene.items.named_functions(&word.to_string()).map(|it| &scene.items.functions[it]);
            let first = named.next().filter(|function| !function.has_self())?;
            named.next().is_none().then_some(first)
        }
        TokenTree::Group(group) => first_function(scene, &group.stream()),
        TokenTree::Literal(_) | TokenTree::Punct(_) => None,
    })
}
