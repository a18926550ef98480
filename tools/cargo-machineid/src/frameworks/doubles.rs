//! One tool that is declared twice: by a structure's attribute, and by the implementation of a codebase's own trait.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

use super::{Called, Marked, Tool};

/// Gives the implementation the declared name, and takes the declaration out.
pub(super) fn taken_out(tools: &mut Vec<Tool<'_>>) {
    let declared: Vec<(Called, String)> = tools
        .iter()
        .filter(|tool| tool.marked == Marked::Structure && tool.acts.is_none())
        .filter_map(|tool| Some((tool.name.clone(), tool.span.source_text()?)))
        .collect();
    for (name, structure) in declared {
        let structure = Ident::new(&structure, Span::call_site());
        let its = tools.iter_mut().find(|tool| {
            tool.acts.is_some() && (tool.name == name || tool.block().is_some_and(|block| mentions(&block, &structure)))
        });
        if let Some(tool) = its {
            tool.name = name.clone();
            tools.retain(|tool| tool.name != name || tool.acts.is_some());
        }
    }
}

fn mentions(tokens: &TokenStream, word: &Ident) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(it) => it == *word,
        TokenTree::Group(group) => mentions(&group.stream(), word),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
