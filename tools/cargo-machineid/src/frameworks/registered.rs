//! Tools that are put into a map or a registry under their names: `tools.insert("read", Box::new(|arguments| …));`
//!
//! Much is put under a name. It is a tool's where the name is declared as one elsewhere in the crate.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall, ExprStruct, ExprTuple, Item, Macro, Member};

use super::declared::Declared;
use super::{Called, Framework, Marked, Scene, Tool};
use crate::source::{Callee, Condition, Function, calls_a_value, expressions, plain};

pub(super) fn tools<'a>(scene: Scene<'a>, declared: &Declared, tools: &mut Vec<Tool<'a>>) {
    if declared.is_empty() {
        return;
    }
    let mut found = Vec::new();
    for function in scene.items.functions.iter().filter(|it| it.condition != Condition::Test) {
        let Some(body) = function.body else { continue };
        let mut entries = Entries { scene, function, declared, found: Vec::new() };
        entries.visit_block(body);
        found.append(&mut entries.found);
    }
    let callers: Vec<&Function<'_>> = scene.items.functions.iter().filter(|it| calls_what_is_registered(it)).collect();
    for entry in found {
        if is_chosen_elsewhere(tools, &entry.name) {
            continue;
        }
        // A choice by name that calls nothing shows an icon, or describes.
        tools.retain(|tool| tool.framework != Framework::Dispatch || tool.name != Called::Text(entry.name.clone()));
        tools.push(entry.tool(&callers));
    }
}

fn calls_what_is_registered(function: &Function<'_>) -> bool {
    function.condition != Condition::Test && function.body.is_some_and(|body| calls_a_value(function.signature, body))
}

/// Whether a function of its own acts for the name already.
fn is_chosen_elsewhere(tools: &[Tool<'_>], name: &str) -> bool {
    tools.iter().any(|tool| {
        let chooses = || tool.through.iter().any(|it| tool.acts.is_some_and(|acts| std::ptr::eq(*it, acts)));
        tool.name == Called::Text(name.to_owned())
            && match tool.framework {
                Framework::Dispatch => tool.marked != Marked::Choice || !chooses(),
                _ => tool.acts.is_some(),
            }
    })
}

/// A name, and what is registered under it.
struct Entry<'a> {
    name: String,
    /// Where it is registered.
    by: &'a Function<'a>,
    acts: Option<&'a Function<'a>>,
    marked: Marked,
    span: Span,
}

impl<'a> Entry<'a> {
    fn tool(self, callers: &[&'a Function<'a>]) -> Tool<'a> {
        let (place, span) = self.acts.map_or((self.by.module, self.span), |acts| (acts.module, acts.ident().span()));
        Tool {
            name: Called::Text(self.name),
            framework: Framework::Dispatch,
            acts: self.acts,
            through: callers.to_vec(),
            place,
            span,
            marked: self.marked,
            hint: None,
            condition: self.by.condition,
        }
    }
}

struct Entries<'d, 'a> {
    scene: Scene<'a>,
    function: &'a Function<'a>,
    declared: &'d Declared,
    found: Vec<Entry<'a>>,
}

impl Entries<'_, '_> {
    /// A name, and the first of the values that can be called.
    fn entry<'v>(&mut self, name: &Expr, mut values: impl Iterator<Item = &'v Expr>) {
        let items = self.scene.items;
        let Some(name) = items.text(name, None).filter(|name| self.declared.has(name)) else { return };
        let Some((marked, span, function)) = values.find_map(|value| self.value(&name, value)) else { return };
        let acts = function.map(|it| &items.functions[it]).filter(|acts| !std::ptr::eq(*acts, self.function));
        let marked = if marked == Marked::Closure && acts.is_some() { Marked::Choice } else { marked };
        self.found.push(Entry { name, by: self.function, acts, marked, span });
    }

    /// What can be called: a closure, a function, or either in a box.
    fn value(&self, name: &str, value: &Expr) -> Option<(Marked, Span, Option<usize>)> {
        let inner = |inner: &Expr| self.value(name, inner);
        match value {
            Expr::Closure(closure) => {
                let calls = self.scene.items.called_for(name, self.function, &closure.body);
                Some((Marked::Closure, value.span(), calls))
            }
            Expr::Path(path) => {
                let words = path.path.segments.iter().map(|segment| plain(&segment.ident)).collect();
                let function = self.scene.items.target(self.function, &Callee::Path(words))?;
                Some((Marked::Choice, value.span(), Some(function)))
            }
            Expr::Macro(call) if self.is_guarded(&call.mac) => {
                Some((Marked::Asked { by: "guarded!" }, value.span(), None))
            }
            Expr::Call(call) if call.args.len() == 1 => inner(call.args.first()?),
            Expr::Cast(cast) => inner(&cast.expr),
            Expr::Paren(paren) => inner(&paren.expr),
            Expr::Reference(reference) => inner(&reference.expr),
            _ => None,
        }
    }

    /// The library's own macro around a closure.
    fn is_guarded(&self, call: &Macro) -> bool {
        let guard = self.scene.package.guard();
        self.scene.items.scopes.may_mean(self.function.module.scope, &call.path, |words| {
            words.last().is_some_and(|last| last == "guarded")
                && words.iter().any(|word| word == guard || word == "machineid_guard")
        })
    }
}

impl<'v> Visit<'v> for Entries<'_, '_> {
    fn visit_item(&mut self, _: &'v Item) {}

    /// `registry.register("read", |arguments| …)`
    fn visit_expr_method_call(&mut self, call: &'v ExprMethodCall) {
        if let Some(first) = call.args.first() {
            self.entry(first, call.args.iter().skip(1));
        }
        visit::visit_expr_method_call(self, call);
    }

    /// `Tool::new("read", "Reads a file", |arguments| …)`
    fn visit_expr_call(&mut self, call: &'v ExprCall) {
        if let Some(first) = call.args.first() {
            self.entry(first, call.args.iter().skip(1));
        }
        visit::visit_expr_call(self, call);
    }

    /// `[("read", read as fn(Value) -> Value), …]`
    fn visit_expr_tuple(&mut self, tuple: &'v ExprTuple) {
        if let Some(first) = tuple.elems.first() {
            self.entry(first, tuple.elems.iter().skip(1));
        }
        visit::visit_expr_tuple(self, tuple);
    }

    /// `Tool { name: "read", run: read }`
    fn visit_expr_struct(&mut self, made: &'v ExprStruct) {
        let is_name = |member: &Member| matches!(member, Member::Named(name) if name == "name");
        let name = made.fields.iter().find(|field| is_name(&field.member));
        if let Some(name) = name {
            self.entry(&name.expr, made.fields.iter().filter(|it| !is_name(&it.member)).map(|field| &field.expr));
        }
        visit::visit_expr_struct(self, made);
    }

    fn visit_macro(&mut self, call: &'v Macro) {
        for expression in expressions(call) {
            self.visit_expr(&expression);
        }
    }
}
