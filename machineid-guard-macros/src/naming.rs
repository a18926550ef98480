//! What a boundary is called, and whether the compiler knows it.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{Expr, Generics};

use crate::arguments::{Arguments, Name};
use crate::framework;
use crate::item::Function;
use crate::tokens;

/// What the inventory calls a closure whose name is only known at the call.
const CLOSURE: &str = "closure";

/// The name of one boundary, and how the inventory comes by it.
pub(crate) enum Naming<'a> {
    /// Text that stands in the source.
    Text(String),
    /// A constant, or a macro that gives a literal: the static of the boundary holds its value.
    Constant(&'a Expr),
    /// Only known while the function runs. The static holds the function's name, and the expression's text.
    AtRun { function: String, expression: &'a Expr },
}

impl<'a> Naming<'a> {
    /// The name of a function's boundary: where no argument says it, what the framework's attribute says, else its own.
    pub(crate) fn of(function: &Function, arguments: &'a Arguments) -> Self {
        let own = tokens::plain_name(&function.signature.ident);
        if arguments.name.is_none() {
            return Self::Text(framework::name(&function.attributes).map_or(own, |name| name.value()));
        }
        Self::given(own, &function.signature.generics, arguments)
    }

    /// The name of a closure's boundary.
    pub(crate) fn of_closure(arguments: &'a Arguments) -> Self {
        Self::given(CLOSURE.to_owned(), &Generics::default(), arguments)
    }

    /// What the arguments say, of something that is called `own` and has these parameters.
    fn given(own: String, generics: &Generics, arguments: &'a Arguments) -> Self {
        match &arguments.name {
            None => Self::Text(own),
            Some(Name::Literal(literal)) => Self::Text(literal.value()),
            Some(Name::Expression(expression)) if is_constant(expression, generics) => Self::Constant(expression),
            Some(Name::Expression(expression)) => Self::AtRun { function: own, expression },
        }
    }

    /// The expression that is evaluated at each call.
    pub(crate) const fn at_run(&self) -> Option<&'a Expr> {
        match self {
            Self::AtRun { expression, .. } => Some(expression),
            Self::Text(_) | Self::Constant(_) => None,
        }
    }

    /// The name as the static is given it. `runtime` is the path of the runtime's private part.
    pub(crate) fn in_static(&self, runtime: &TokenStream) -> TokenStream {
        match self {
            Self::Text(text) | Self::AtRun { function: text, .. } => quote!(#text),
            // The `let` says what it has to be, in the words of the language, at the user's expression.
            Self::Constant(expression) => quote_spanned! {Span::mixed_site()=> {
                let __machineid_guard_name: &'static #runtime::str = #expression;
                #runtime::Boundary::constant_name(__machineid_guard_name)
            }},
        }
    }
}

/// Whether a static can be given the value: a static can name neither `Self` nor a parameter of a type or function.
///
/// Only the spelling is seen here. What looks like a constant is one, since lints let nothing else be written so; what
/// looks like a parameter, `T` or `T1`, is evaluated at the call, as is what stands in braces.
fn is_constant(expression: &Expr, generics: &Generics) -> bool {
    match expression {
        Expr::Path(path) => {
            let Some(last) = path.path.segments.last() else { return false };
            let is_of_parameter = |word: &Ident| {
                *word != last.ident && (word == "Self" || is_parameter(word) || is_declared(word, generics))
            };
            is_shouted(&last.ident) && !any_word(&path.to_token_stream(), &is_of_parameter)
        }
        Expr::Macro(call) => {
            let known = ["concat", "stringify"];
            call.mac.path.segments.last().is_some_and(|last| known.iter().any(|word| last.ident == word))
        }
        _ => false,
    }
}

/// `NAME`, `TOOL_2`: as constants are written.
pub(crate) fn is_shouted(word: &Ident) -> bool {
    let word = word.to_string();
    word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}

/// `T`, `T1`: as parameters are written.
fn is_parameter(word: &Ident) -> bool {
    let word = word.to_string();
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.all(|letter| letter.is_ascii_digit())
}

fn is_declared(word: &Ident, generics: &Generics) -> bool {
    generics.type_params().any(|parameter| parameter.ident == *word)
}

fn any_word(tokens: &TokenStream, is_it: &dyn Fn(&Ident) -> bool) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(word) => is_it(&word),
        TokenTree::Group(group) => any_word(&group.stream(), is_it),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
