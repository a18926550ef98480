//! What one body holds: values that are no calls, what calls are given, and calls of what is no function.

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprCall, ExprClosure, ExprPath, Item, Local, Macro, PatIdent, Signature};

use super::attributes::plain;
use super::expressions::expressions;
use super::file::File;
use super::function::Function;

/// Where a body names something without calling it, by the bytes of its file: what is there may be called elsewhere.
pub(crate) fn values_at(function: &Function<'_>) -> Vec<usize> {
    let Some(body) = function.body else { return Vec::new() };
    let mut values = Values { file: &function.module.file.file, found: Vec::new() };
    values.visit_block(body);
    values.found
}

struct Values<'a> {
    file: &'a File,
    found: Vec<usize>,
}

impl<'v> Visit<'v> for Values<'_> {
    fn visit_expr_call(&mut self, call: &'v ExprCall) {
        if !matches!(&*call.func, Expr::Path(_)) {
            self.visit_expr(&call.func);
        }
        call.args.iter().for_each(|argument| self.visit_expr(argument));
    }

    fn visit_expr_path(&mut self, path: &'v ExprPath) {
        self.found.push(self.file.bytes(path.span()).start);
    }

    fn visit_macro(&mut self, call: &'v Macro) {
        for expression in &expressions(call) {
            self.visit_expr(expression);
        }
    }
}

/// What the calls of something of that name are given, in one body.
pub(crate) fn arguments_of_calls(body: &Block, name: &str) -> Vec<Expr> {
    let mut given = Given { name, found: Vec::new() };
    given.visit_block(body);
    given.found
}

/// Whether a function calls something that is no function's name: an argument, a field, or what it took from a map.
///
/// A closure that it makes itself is a part of it.
pub(crate) fn calls_a_value(signature: &Signature, body: &Block) -> bool {
    let mut bound = Vec::new();
    signature.inputs.iter().for_each(|input| Names(&mut bound).visit_fn_arg(input));
    let mut values = CallsValue { bound, found: false };
    values.visit_block(body);
    values.found
}

struct CallsValue {
    /// What is bound to a name, so far.
    bound: Vec<String>,
    found: bool,
}

impl<'a> Visit<'a> for CallsValue {
    fn visit_item(&mut self, _: &'a Item) {}

    fn visit_local(&mut self, local: &'a Local) {
        match &local.init {
            Some(init) if matches!(&*init.expr, Expr::Closure(_)) => visit::visit_local_init(self, init),
            _ => visit::visit_local(self, local),
        }
    }

    fn visit_pat_ident(&mut self, name: &'a PatIdent) {
        self.bound.push(plain(&name.ident));
    }

    fn visit_expr_call(&mut self, call: &'a ExprCall) {
        self.found |= match &*call.func {
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| self.bound.contains(&plain(name))),
            _ => true,
        };
        visit::visit_expr_call(self, call);
    }
}

/// What the closures in a body call their arguments.
pub(crate) fn closure_arguments(body: &Block) -> Vec<String> {
    let mut arguments = ClosureArguments(Vec::new());
    arguments.visit_block(body);
    arguments.0
}

struct ClosureArguments(Vec<String>);

impl<'a> Visit<'a> for ClosureArguments {
    fn visit_expr_closure(&mut self, closure: &'a ExprClosure) {
        for input in &closure.inputs {
            Names(&mut self.0).visit_pat(input);
        }
        visit::visit_expr_closure(self, closure);
    }
}

struct Names<'n>(&'n mut Vec<String>);

impl<'a> Visit<'a> for Names<'_> {
    fn visit_pat_ident(&mut self, name: &'a PatIdent) {
        self.0.push(plain(&name.ident));
    }
}

struct Given<'n> {
    name: &'n str,
    found: Vec<Expr>,
}

impl<'a> Visit<'a> for Given<'_> {
    fn visit_expr_call(&mut self, call: &'a ExprCall) {
        let is_it = |path: &ExprPath| path.path.segments.last().is_some_and(|last| plain(&last.ident) == self.name);
        if matches!(&*call.func, Expr::Path(path) if is_it(path)) {
            self.found.extend(call.args.iter().cloned());
        }
        visit::visit_expr_call(self, call);
    }
}
