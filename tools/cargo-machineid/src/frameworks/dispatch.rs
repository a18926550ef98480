//! Tools that a `match` on their names calls: `match name { "read" => read(arguments), … }`.
//!
//! Any `match` on text looks like that. It is one of tools where the names in its arms are declared as tools elsewhere in
//! the crate: in JSON, in a structure, or by a builder.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, ExprBinary, ExprIf, ExprMatch, Item, Lit, Pat};

use super::declared::Declared;
use super::{Called, Framework, Marked, Scene, Tool};
use crate::source::{Condition, Function, Items};

pub(super) fn tools<'a>(scene: Scene<'a>, declared: &Declared, tools: &mut Vec<Tool<'a>>) {
    if declared.is_empty() {
        return;
    }
    let mut routes: Vec<Route<'a>> = Vec::new();
    for function in scene.items.functions.iter().filter(|it| it.condition != Condition::Test) {
        let Some(body) = function.body else { continue };
        let mut found = Choices { items: scene.items, function, routes: Vec::new() };
        found.visit_block(body);
        routes.extend(found.routes.into_iter().filter(|route| route.is_of_tools(declared)));
    }
    let known: Vec<Vec<String>> = routes.iter().map(|route| route.known(declared)).collect();
    for (at, route) in routes.into_iter().enumerate() {
        // A smaller choice among the same names prepares arguments, or shows an icon.
        let is_part = known.iter().enumerate().any(|(other, names)| {
            other != at && names.len() > known[at].len() && known[at].iter().all(|name| names.contains(name))
        });
        if !is_part {
            route.add(declared, tools);
        }
    }
}

/// One choice by name, with what each name leads to.
struct Route<'a> {
    function: &'a Function<'a>,
    arms: Vec<Way<'a>>,
}

/// One name, and what is called for it.
struct Way<'a> {
    name: String,
    span: Span,
    acts: Option<&'a Function<'a>>,
}

impl<'a> Route<'a> {
    fn known(&self, declared: &Declared) -> Vec<String> {
        self.arms.iter().map(|way| way.name.clone()).filter(|name| declared.has(name)).collect()
    }

    /// Half of its names are those of tools; or it is the one comparison with the name of one.
    fn is_of_tools(&self, declared: &Declared) -> bool {
        let known = self.known(declared).len();
        known > 0 && known * 2 >= self.arms.len() && (known > 1 || self.arms.len() == 1)
    }

    fn add(self, declared: &Declared, tools: &mut Vec<Tool<'a>>) {
        for way in self.arms.into_iter().filter(|way| declared.has(&way.name)) {
            let (place, span) =
                way.acts.map_or((self.function.module, way.span), |acts| (acts.module, acts.ident().span()));
            tools.push(Tool {
                name: Called::Text(way.name),
                framework: Framework::Dispatch,
                acts: Some(way.acts.unwrap_or(self.function)),
                through: vec![self.function],
                place,
                span,
                marked: Marked::Choice,
                hint: None,
                condition: self.function.condition,
            });
        }
    }
}

struct Choices<'a> {
    items: &'a Items<'a>,
    function: &'a Function<'a>,
    routes: Vec<Route<'a>>,
}

impl<'a> Choices<'a> {
    fn way(&self, name: String, span: Span, called: Option<usize>) -> Way<'a> {
        let acts = called.map(|it| &self.items.functions[it]);
        // What calls itself is not in front of anything.
        Way { name, span, acts: acts.filter(|acts| !std::ptr::eq(*acts, self.function)) }
    }
}

impl<'v> Visit<'v> for Choices<'_> {
    fn visit_item(&mut self, _: &'v Item) {}

    fn visit_expr_match(&mut self, found: &'v ExprMatch) {
        let mut arms = Vec::new();
        for arm in &found.arms {
            for name in names(self.items, &arm.pat) {
                let called = self.items.called_for(&name, self.function, &arm.body);
                arms.push(self.way(name, arm.pat.span(), called));
            }
        }
        if !arms.is_empty() {
            self.routes.push(Route { function: self.function, arms });
        }
        visit::visit_expr_match(self, found);
    }

    /// `if call.name == "run" { … }`
    fn visit_expr_if(&mut self, found: &'v ExprIf) {
        if let Expr::Binary(ExprBinary { left, op: BinOp::Eq(_), right, .. }) = &*found.cond {
            let text = [left, right].into_iter().find_map(|side| self.items.text(side, None));
            if let Some(name) = text {
                let called = self.items.called_for_in(&name, self.function, &found.then_branch);
                let way = self.way(name, found.cond.span(), called);
                self.routes.push(Route { function: self.function, arms: vec![way] });
            }
        }
        visit::visit_expr_if(self, found);
    }
}

/// The texts of a pattern: literals, and constants that are one.
fn names(items: &Items<'_>, pattern: &Pat) -> Vec<String> {
    match pattern {
        Pat::Lit(literal) => match &literal.lit {
            Lit::Str(text) => vec![text.value()],
            _ => Vec::new(),
        },
        Pat::Path(path) => items.text(&Expr::Path(path.clone()), None).into_iter().collect(),
        // A constant looks like a binding.
        Pat::Ident(ident) if ident.subpat.is_none() => {
            let ident = &ident.ident;
            items.text(&syn::parse_quote!(#ident), None).into_iter().collect()
        }
        Pat::Or(or) => or.cases.iter().flat_map(|case| names(items, case)).collect(),
        Pat::Paren(paren) => names(items, &paren.pat),
        // `Some("run")`
        Pat::TupleStruct(tuple) if tuple.elems.len() == 1 => {
            tuple.elems.iter().flat_map(|it| names(items, it)).collect()
        }
        _ => Vec::new(),
    }
}
