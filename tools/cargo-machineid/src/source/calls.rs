//! Who calls whom, as far as syntax shows it.

use std::collections::HashMap;

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprCall, ExprMethodCall, Item, Macro, Path, Token};

use super::attributes::plain;
use super::expressions::expressions;
use super::function::{Function, Owner};
use super::items::Items;

/// One call in a function's body.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// Index of the function that it stands in.
    pub(crate) caller: usize,
    pub(crate) callee: Callee,
}

/// What is called.
#[derive(Clone, Debug)]
pub(crate) enum Callee {
    /// `x.run(…)`: whose it is, only the compiler knows.
    Method(String),
    /// `files::write(…)`, `Self::write(…)`, and `files::write` where it is handed on as a value.
    Path(Vec<String>),
}

/// Every call of a crate.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    all: Vec<Call>,
    /// By the last word of what is called.
    by_name: HashMap<String, Vec<usize>>,
}

impl Calls {
    pub(crate) fn of(items: &Items<'_>) -> Self {
        let mut calls = Self::default();
        for (caller, function) in items.functions.iter().enumerate() {
            if let Some(body) = function.body {
                let mut walk = Walk::default();
                walk.visit_block(body);
                calls.all.extend(walk.found.into_iter().map(|callee| Call { caller, callee }));
            }
        }
        for (number, call) in calls.all.iter().enumerate() {
            calls.by_name.entry(call.callee.name().to_owned()).or_default().push(number);
        }
        calls
    }

    /// The calls of something of that name.
    pub(crate) fn named(&self, name: &str) -> impl Iterator<Item = &Call> + '_ {
        self.by_name.get(name).into_iter().flatten().map(|number| &self.all[*number])
    }
}

impl Callee {
    /// All of its words.
    pub(crate) fn path(&self) -> &[String] {
        match self {
            Self::Method(name) => std::slice::from_ref(name),
            Self::Path(path) => path,
        }
    }

    /// Its last word.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Method(name) => name,
            Self::Path(path) => path.last().map_or("", String::as_str),
        }
    }
}

#[derive(Default)]
struct Walk {
    found: Vec<Callee>,
}

impl Walk {
    fn path(&mut self, path: &Path) {
        self.found.push(Callee::Path(path.segments.iter().map(|segment| plain(&segment.ident)).collect()));
    }

    /// A function that is handed on as a value, `and_then(files::write)`, is called by whoever gets it.
    fn values(&mut self, arguments: &Punctuated<Expr, Token![,]>) {
        for argument in arguments {
            if let Expr::Path(path) = argument {
                self.path(&path.path);
            }
        }
    }
}

impl<'a> Visit<'a> for Walk {
    // A function inside of a body is a function of its own.
    fn visit_item(&mut self, _: &'a Item) {}

    fn visit_expr_call(&mut self, call: &'a ExprCall) {
        if let Expr::Path(path) = &*call.func {
            self.path(&path.path);
        }
        self.values(&call.args);
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        self.found.push(Callee::Method(plain(&call.method)));
        self.values(&call.args);
        visit::visit_expr_method_call(self, call);
    }

    /// `vec![…]`, `tokio::join!(…)`: as far as there are expressions in it.
    fn visit_macro(&mut self, call: &'a Macro) {
        for expression in expressions(call) {
            self.visit_expr(&expression);
        }
    }
}

impl<'a> Items<'a> {
    /// The function of this crate that an expression calls to do the work of the tool of that name.
    ///
    /// A method is one of the caller's own type, else the only one of that name.
    pub(crate) fn called_for(&self, name: &str, from: &Function<'a>, expression: &Expr) -> Option<usize> {
        let mut walk = Walk::default();
        walk.visit_expr(expression);
        self.likeliest(name, from, &walk.found)
    }

    /// The same for the statements of a block.
    pub(crate) fn called_for_in(&self, name: &str, from: &Function<'a>, block: &Block) -> Option<usize> {
        let mut walk = Walk::default();
        walk.visit_block(block);
        self.likeliest(name, from, &walk.found)
    }

    /// One that is called like the tool; else one that is no constructor, as of what wraps a result; else the first.
    fn likeliest(&self, name: &str, from: &Function<'a>, callees: &[Callee]) -> Option<usize> {
        let found: Vec<usize> = callees.iter().filter_map(|callee| self.target(from, callee)).collect();
        let name = name.replace(['-', '.', '/', ':'], "_").to_lowercase();
        let is_like = |it: &usize| self.functions[*it].name().to_lowercase().contains(&name);
        let works = |it: &usize| {
            let function = &self.functions[*it];
            function.has_self() || !matches!(function.owner, Owner::Implementation(_))
        };
        let by = |is_it: &dyn Fn(&usize) -> bool| found.iter().copied().find(|it| is_it(it));
        by(&is_like).or_else(|| by(&works)).or_else(|| found.first().copied())
    }

    /// The function of this crate that this is a call of.
    pub(crate) fn target(&self, from: &Function<'a>, callee: &Callee) -> Option<usize> {
        let name = callee.name();
        let of_type = from.type_name();
        let module = |function: &Function<'a>| self.scopes.module(function.module.scope);
        let candidates: Vec<usize> = self.named_functions(name).collect();
        let is_of = |number: &usize, owner: &Option<String>| self.functions[*number].type_name() == *owner;
        match callee {
            Callee::Method(_) => {
                let methods: Vec<usize> = candidates.into_iter().filter(|it| self.functions[*it].has_self()).collect();
                methods.iter().copied().find(|it| of_type.is_some() && is_of(it, &of_type)).or(only(&methods))
            }
            Callee::Path(path) => {
                let owner = path.iter().rev().nth(1).cloned();
                let owner = owner.map(|owner| if owner == "Self" { of_type.clone().unwrap_or(owner) } else { owner });
                let free = |it: &usize| matches!(self.functions[*it].owner, Owner::Module | Owner::Body);
                match owner {
                    None => {
                        let free: Vec<usize> = candidates.into_iter().filter(free).collect();
                        let here = module(from);
                        let beside = free.iter().copied().find(|it| module(&self.functions[*it]) == here);
                        beside.or(only(&free))
                    }
                    Some(owner) => {
                        let of_owner = |it: &usize| {
                            let function = &self.functions[*it];
                            is_of(it, &Some(owner.clone())) || free(it) && module(function).last() == Some(&owner)
                        };
                        candidates.into_iter().find(of_owner)
                    }
                }
            }
        }
    }
}

fn only(candidates: &[usize]) -> Option<usize> {
    match candidates {
        [only] => Some(*only),
        _ => None,
    }
}
