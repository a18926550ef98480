//! Handlers behind routes that a program offers as tools: `.route("/tools/read", post(read))`.
//!
//! A route is a tool's where its last word is declared as the name of one, or stands right below `tools`.

use std::collections::HashSet;

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprMethodCall, ExprPath, Item, Local, Pat};

use super::declared::Declared;
use super::{Called, Framework, Marked, Scene, Tool};
use crate::source::{Callee, Condition, Function, plain};

/// What takes a handler, as a function and as a method.
const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "any", "head", "options"];

/// The library's layer, which asks before what is inside.
const LAYER: &str = "GuardLayer";

pub(super) fn tools<'a>(scene: Scene<'a>, declared: &Declared, tools: &mut Vec<Tool<'a>>) {
    if scene.package.dependency("axum").is_none() {
        return;
    }
    for function in scene.items.functions.iter().filter(|it| it.condition != Condition::Test) {
        let Some(body) = function.body else { continue };
        let mut routes = Routes { scene, function, declared, layered: layered(body), layers: 0, found: Vec::new() };
        routes.visit_block(body);
        tools.append(&mut routes.found);
    }
}

/// The variables that a layer is put around later: `router.route_layer(…)`.
fn layered(body: &Block) -> HashSet<String> {
    let mut layered = Layered(HashSet::new());
    layered.visit_block(body);
    layered.0
}

struct Layered(HashSet<String>);

impl<'v> Visit<'v> for Layered {
    fn visit_expr_method_call(&mut self, call: &'v ExprMethodCall) {
        if is_layer(call) {
            self.0.extend(root(&call.receiver));
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// `.layer(GuardLayer::new(…))`, around all that was added before it.
fn is_layer(call: &ExprMethodCall) -> bool {
    (call.method == "layer" || call.method == "route_layer") && call.args.iter().any(mentions_layer)
}

fn mentions_layer(expression: &Expr) -> bool {
    struct Mentions(bool);
    impl<'v> Visit<'v> for Mentions {
        fn visit_expr_path(&mut self, path: &'v ExprPath) {
            self.0 |= path.path.segments.iter().any(|segment| segment.ident == LAYER);
        }
    }
    let mut mentions = Mentions(false);
    mentions.visit_expr(expression);
    mentions.0
}

/// The variable that a chain of calls begins with.
fn root(receiver: &Expr) -> Option<String> {
    match receiver {
        Expr::MethodCall(call) => root(&call.receiver),
        Expr::Path(path) => path.path.get_ident().map(plain),
        _ => None,
    }
}

struct Routes<'d, 'a> {
    scene: Scene<'a>,
    function: &'a Function<'a>,
    declared: &'d Declared,
    layered: HashSet<String>,
    /// How many layers of ours are around what is looked at.
    layers: usize,
    found: Vec<Tool<'a>>,
}

impl<'a> Routes<'_, 'a> {
    /// The name of the tool that the route offers.
    fn name(&self, route: &Expr) -> Option<String> {
        let route = self.scene.items.text(route, None)?;
        let mut words = route.rsplit('/').filter(|word| !word.is_empty());
        let name = words.next().filter(|name| !name.starts_with(['{', ':', '*']))?;
        let is_below_tools = words.next().is_some_and(|above| above == "tools" || above == "tool");
        (is_below_tools || self.declared.has(name)).then(|| name.to_owned())
    }

    /// Each handler of `get(list).post(add)`.
    fn handlers(&mut self, name: &str, methods: &Expr) {
        match methods {
            Expr::MethodCall(call) => {
                let layers = self.layers;
                self.layers += usize::from(is_layer(call));
                self.handlers(name, &call.receiver);
                self.layers = layers;
                if METHODS.iter().any(|method| call.method == method) {
                    call.args.first().into_iter().for_each(|handler| self.handler(name, handler));
                }
            }
            Expr::Call(call) => {
                let is_method = |path: &ExprPath| {
                    path.path.segments.last().is_some_and(|last| METHODS.iter().any(|method| last.ident == method))
                };
                if matches!(&*call.func, Expr::Path(path) if is_method(path)) {
                    call.args.first().into_iter().for_each(|handler| self.handler(name, handler));
                }
            }
            _ => {}
        }
    }

    fn handler(&mut self, name: &str, handler: &Expr) {
        let acts = match handler {
            Expr::Path(path) => {
                let words = path.path.segments.iter().map(|segment| plain(&segment.ident)).collect();
                self.scene.items.target(self.function, &Callee::Path(words))
            }
            Expr::Closure(closure) => self.scene.items.called_for(name, self.function, &closure.body),
            _ => None,
        };
        let acts = acts.map(|it| &self.scene.items.functions[it]);
        let marked = match (acts, handler) {
            _ if self.layers > 0 => Marked::Asked { by: LAYER },
            (None, Expr::Closure(_)) => Marked::Closure,
            _ => Marked::Choice,
        };
        self.add(name, acts, marked, handler.span());
    }

    fn add(&mut self, name: &str, acts: Option<&'a Function<'a>>, marked: Marked, at: Span) {
        // Another route may lead to the same handler past the layer: that is another place.
        let (place, span) = match acts {
            Some(acts) if marked == Marked::Choice => (acts.module, acts.ident().span()),
            _ => (self.function.module, at),
        };
        self.found.push(Tool {
            name: Called::Text(name.to_owned()),
            framework: Framework::Axum,
            acts,
            through: Vec::new(),
            place,
            span,
            marked,
            hint: None,
            condition: self.function.condition,
        });
    }
}

impl<'v> Visit<'v> for Routes<'_, '_> {
    fn visit_item(&mut self, _: &'v Item) {}

    fn visit_expr_method_call(&mut self, call: &'v ExprMethodCall) {
        let layers = self.layers;
        self.layers += usize::from(is_layer(call));
        self.visit_expr(&call.receiver);
        self.layers = layers;
        call.args.iter().for_each(|argument| self.visit_expr(argument));
        if let (true, Some(route), Some(methods)) = (call.method == "route", call.args.first(), call.args.get(1))
            && let Some(name) = self.name(route)
        {
            self.handlers(&name, methods);
        }
    }

    fn visit_local(&mut self, local: &'v Local) {
        let is_layered = matches!(&local.pat, Pat::Ident(name) if self.layered.contains(&plain(&name.ident)));
        self.layers += usize::from(is_layered);
        visit::visit_local(self, local);
        self.layers -= usize::from(is_layered);
    }
}
