//! Gates in front of whole servers and sets, and wrappers of single tools.

use std::collections::HashMap;

use syn::{Expr, FnArg, ItemTrait, Pat};

use super::Verdict;
use crate::frameworks::{Framework, Scene, Tool};
use crate::source::{Attributes, Condition, Function, Owner, Written, arguments_of_calls, closure_arguments, plain};

/// Where the gates of a workspace are: tools often stand in a library, and the program serves them.
#[derive(Debug, Default)]
pub(crate) struct Gates {
    /// By what is called, `GatedServer::new` or `serve`: the functions that do.
    callers: HashMap<String, Vec<Caller>>,
    crates: usize,
    /// By the name of a trait: the wrapper that `#[guarded_wrapper]` makes of each trait of that name, or none.
    wrappers: HashMap<String, Vec<Option<Wrapper>>>,
}

/// A function of one of the crates: several have a `main`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Caller {
    of: usize,
    path: String,
}

/// A type that asks and hands on.
#[derive(Clone, Debug)]
struct Wrapper {
    name: String,
    /// A function that wraps whatever it is given.
    everything: Option<String>,
    /// A function that wraps something.
    something: Option<String>,
}

/// A gate of the library around what serves a framework's tools.
struct Kind {
    framework: Framework,
    gate: &'static str,
    /// What serves, gated or not.
    served_by: &'static [&'static str],
}

const KINDS: [Kind; 2] = [
    Kind {
        framework: Framework::Rmcp,
        gate: "GatedServer",
        served_by: &["serve", "serve_server", "serve_with_ct", "StreamableHttpService"],
    },
    Kind { framework: Framework::RustMcpSdk, gate: "GatedHandler", served_by: &["to_mcp_server_handler"] },
];

/// rig's gate around a set.
const SET: &str = "gated";
/// rig's gate around one tool.
const SINGLE: &str = "Gated";

impl Gates {
    /// Adds what one crate of the product has.
    pub(crate) fn add(&mut self, scene: Scene<'_>) {
        self.crates += 1;
        for (kind, gate) in KINDS.iter().map(|kind| (kind, kind.gate)) {
            for function in making(scene, gate) {
                self.note(gate, function);
            }
            for served in kind.served_by {
                // `axum::serve` serves something else; a service over HTTP is made.
                let is_it = |path: &[String]| path.len() == 1 || path.first().is_some_and(|first| first == "rmcp");
                let serving = callers(scene, served, is_it).into_iter().chain(making(scene, served));
                for function in serving.collect::<Vec<_>>() {
                    self.note(served, function);
                }
            }
        }
        for (name, functions) in [(SET, calling(scene, SET)), (SINGLE, making(scene, SINGLE))] {
            for function in functions {
                self.note(name, function);
            }
        }
        for item in &scene.items.traits {
            let wrapper = wrapper_of(item.item).map(|name| {
                let users = calling(scene, &name);
                let everything = users.iter().find(|function| wraps_an_argument(function, &name)).map(|it| it.path());
                Wrapper { name, everything, something: users.first().map(|it| it.path()) }
            });
            self.wrappers.entry(plain(&item.item.ident)).or_default().push(wrapper);
        }
    }

    fn note(&mut self, name: &str, function: &Function<'_>) {
        let caller = Caller { of: self.crates, path: function.path() };
        self.callers.entry(name.to_owned()).or_default().push(caller);
    }

    fn calling(&self, name: &str) -> &[Caller] {
        self.callers.get(name).map_or(&[], Vec::as_slice)
    }

    /// An unguarded tool is guarded all the same where it stands behind a gate.
    pub(crate) fn in_front_of(&self, tool: &Tool<'_>, verdict: Verdict) -> Verdict {
        if verdict != Verdict::Unguarded {
            return verdict;
        }
        let of_server =
            KINDS.iter().find(|kind| kind.framework == tool.framework).and_then(|kind| self.of_server(kind));
        let of_wrapper = || tool.acts.and_then(|acts| self.of_wrapper(acts));
        // Where everything that calls it is an implementation whose trait is wrapped.
        let of_callers = || {
            let verdicts: Option<Vec<Verdict>> = tool.through.iter().map(|caller| self.of_wrapper(caller)).collect();
            verdicts?.into_iter().max_by_key(|verdict| matches!(verdict, Verdict::Undecided(_)))
        };
        of_server.or_else(|| self.of_set(tool.framework)).or_else(of_wrapper).or_else(of_callers).unwrap_or(verdict)
    }

    fn of_server(&self, kind: &Kind) -> Option<Verdict> {
        let gated = self.calling(kind.gate);
        let Caller { path: first, .. } = gated.first()?;
        let ungated =
            kind.served_by.iter().flat_map(|name| self.calling(name)).find(|function| !gated.contains(function));
        Some(match ungated {
            None => Verdict::Guarded(format!("`{}` in `{first}`", kind.gate)),
            Some(ungated) => Verdict::Undecided(format!(
                "`{first}` has a `{}`, and `{}` serves without one",
                kind.gate, ungated.path
            )),
        })
    }

    /// rig: `tools.gated(&gate)` for a whole set, `Gated::new(tool, &gate)` for one.
    fn of_set(&self, framework: Framework) -> Option<Verdict> {
        if framework != Framework::Rig {
            return None;
        }
        if let Some(gated) = self.calling(SET).first() {
            return Some(Verdict::Guarded(format!("`gated` on the set, in `{}`", gated.path)));
        }
        self.calling(SINGLE).first().map(|function| {
            Verdict::Undecided(format!(
                "`{}` puts tools behind `Gated::new`; whether this one is among them is known when it runs",
                function.path
            ))
        })
    }

    /// A type that `#[guarded_wrapper]` makes of the trait that the function belongs to.
    fn of_wrapper(&self, function: &Function<'_>) -> Option<Verdict> {
        let Owner::Implementation(block) = function.owner else { return None };
        let of = plain(&block.trait_.as_ref()?.0.segments.last()?.ident);
        let of_that_name = self.wrappers.get(&of)?;
        let Wrapper { name, everything, something } = of_that_name.iter().flatten().next()?;
        if of_that_name.iter().any(Option::is_none) {
            return Some(Verdict::Undecided(format!("several traits are called `{of}`, and not all have a wrapper")));
        }
        match (everything, something) {
            (Some(function), _) => Some(Verdict::Guarded(format!("`{name}` in `{function}`"))),
            (None, Some(function)) => Some(Verdict::Undecided(format!(
                "`{function}` puts tools into `{name}`; whether this one is among them is known when it runs"
            ))),
            (None, None) => None,
        }
    }
}

/// The wrapper's name, where the trait has one.
fn wrapper_of(of: &ItemTrait) -> Option<String> {
    let attributes = Attributes::of(&of.attrs).all();
    let is_ours = |it: &&Written| it.path().segments.last().is_some_and(|last| last.ident == "guarded_wrapper");
    attributes.iter().find(is_ours)?.arguments().first().and_then(|name| name.path().get_ident()).map(plain)
}

/// The functions that call `gate::new`.
fn making<'a>(scene: Scene<'a>, gate: &str) -> Vec<&'a Function<'a>> {
    callers(scene, "new", |path| path.iter().rev().nth(1).is_some_and(|owner| owner == gate))
}

/// The functions that call something of that name.
fn calling<'a>(scene: Scene<'a>, name: &str) -> Vec<&'a Function<'a>> {
    callers(scene, name, |_| true)
}

fn callers<'a>(scene: Scene<'a>, name: &str, is_it: impl Fn(&[String]) -> bool) -> Vec<&'a Function<'a>> {
    let calls = scene.calls.named(name).filter(|call| is_it(call.callee.path()));
    let functions = calls.map(|call| &scene.items.functions[call.caller]);
    functions.filter(|function| function.condition != Condition::Test).collect()
}

/// Whether the function puts an argument, its own or that of a closure in it, into the wrapper: then whatever goes
/// through there is wrapped.
fn wraps_an_argument(function: &Function<'_>, wrapper: &str) -> bool {
    let Some(body) = function.body else { return false };
    let mut arguments: Vec<String> = function.signature.inputs.iter().filter_map(argument).collect();
    arguments.extend(closure_arguments(body));
    arguments_of_calls(body, wrapper).iter().any(|given| match given {
        Expr::Path(path) => path.path.get_ident().is_some_and(|name| arguments.contains(&plain(name))),
        _ => false,
    })
}

fn argument(input: &FnArg) -> Option<String> {
    match input {
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(name) => Some(plain(&name.ident)),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    }
}
