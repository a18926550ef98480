//! Names that are declared as those of tools: in JSON, in a structure, or by a builder.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprCall, ExprMethodCall, ExprStruct, Lit, Macro, Member};

use crate::source::{Items, expressions};

/// The names that a crate declares as those of tools.
#[derive(Debug, Default)]
pub(super) struct Declared {
    /// In the order of the source.
    names: Vec<String>,
}

impl Declared {
    pub(super) fn of(items: &Items<'_>) -> Self {
        let mut declared = Self::default();
        for function in &items.functions {
            if let Some(body) = function.body {
                Declarations { items, declared: &mut declared }.visit_block(body);
            }
        }
        for call in &items.macros {
            in_json(&call.item.tokens, &mut declared);
        }
        declared
    }

    /// The names that one function's body declares.
    pub(super) fn in_body(items: &Items<'_>, body: &Block) -> Self {
        let mut declared = Self::default();
        Declarations { items, declared: &mut declared }.visit_block(body);
        declared
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|it| it == name)
    }

    pub(super) fn first(self) -> Option<String> {
        self.names.into_iter().next()
    }
}

struct Declarations<'d, 'a> {
    items: &'d Items<'a>,
    declared: &'d mut Declared,
}

impl Declarations<'_, '_> {
    fn add(&mut self, name: &Expr) {
        self.declared.names.extend(self.items.text(name, None).filter(|name| is_name(name)));
    }
}

impl<'v> Visit<'v> for Declarations<'_, '_> {
    /// `ToolDefinition { name: "read".to_string(), … }`
    fn visit_expr_struct(&mut self, made: &'v ExprStruct) {
        if made.path.segments.last().is_some_and(|last| is_of_tools(&last.ident.to_string())) {
            for field in &made.fields {
                if matches!(&field.member, Member::Named(name) if name == "name") {
                    self.add(&field.expr);
                }
            }
        }
        visit::visit_expr_struct(self, made);
    }

    /// `Tool::new("read", …)`
    fn visit_expr_call(&mut self, call: &'v ExprCall) {
        if let (Expr::Path(function), Some(first)) = (&*call.func, call.args.first()) {
            let mut words = function.path.segments.iter().rev().map(|segment| segment.ident.to_string());
            let is_made = words.next().is_some_and(|last| last.starts_with("new") || last == "builder");
            let is_helper = function.path.segments.last().is_some_and(|last| is_helper(&last.ident.to_string()));
            if is_made && words.next().is_some_and(|owner| is_of_tools(&owner)) || is_helper {
                self.add(first);
            }
        }
        visit::visit_expr_call(self, call);
    }

    /// `FunctionObjectArgs::default().name("read")`
    fn visit_expr_method_call(&mut self, call: &'v ExprMethodCall) {
        let is_naming = call.method == "name" && call.args.len() == 1 && starts_at_tools(&call.receiver);
        if let (true, Some(name)) = (is_naming, call.args.first()) {
            self.add(name);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &'v Macro) {
        in_json(&call.tokens, self.declared);
        for expression in expressions(call) {
            Declarations { items: self.items, declared: self.declared }.visit_expr(&expression);
        }
    }
}

/// What a model could call: `read_file`, `stock-report`, `MultiEdit`.
fn is_name(text: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "_-./:".contains(letter);
    text.len() > 1 && text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.chars().all(is_letter)
}

/// `Tool`, `ToolDefinition`, `FunctionObjectArgs`
fn is_of_tools(name: &str) -> bool {
    let is_other = ["Output", "Result", "Error", "Call", "Response", "Choice", "Message"];
    (name.contains("Tool") || name.contains("Function")) && !is_other.iter().any(|other| name.contains(other))
}

/// `tool("read", …)`, `make_tool("read", …)`
fn is_helper(name: &str) -> bool {
    name == "tool" || name.ends_with("_tool") || name.starts_with("tool_") || name.ends_with("tool_def")
}

fn starts_at_tools(receiver: &Expr) -> bool {
    match receiver {
        Expr::MethodCall(call) => starts_at_tools(&call.receiver),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path.path.segments.iter().any(|segment| is_of_tools(&segment.ident.to_string())),
            _ => false,
        },
        _ => false,
    }
}

/// `{ "name": "read", "inputSchema": … }`, at any depth.
fn in_json(tokens: &TokenStream, declared: &mut Declared) {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let keys: Vec<(String, usize)> = trees
        .windows(2)
        .enumerate()
        .filter_map(|(at, pair)| match pair {
            [TokenTree::Literal(key), TokenTree::Punct(colon)] if colon.as_char() == ':' => Some((text(key)?, at + 2)),
            _ => None,
        })
        .collect();
    let is_tool = keys
        .iter()
        .any(|(key, _)| ["description", "inputSchema", "input_schema", "parameters", "schema"].contains(&key.as_str()));
    for (key, at) in &keys {
        if let (true, "name", Some(TokenTree::Literal(name))) = (is_tool, key.as_str(), trees.get(*at)) {
            declared.names.extend(text(name).filter(|name| is_name(name)));
        }
    }
    for tree in trees {
        if let TokenTree::Group(group) = tree {
            in_json(&group.stream(), declared);
        }
    }
}

fn text(literal: &proc_macro2::Literal) -> Option<String> {
    match Lit::new(literal.clone()) {
        Lit::Str(text) => Some(text.value()),
        _ => None,
    }
}
