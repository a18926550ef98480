//! Gates in front of whole servers and sets, and wrappers of single tools.

use syn::{Expr, FnArg, Pat};

use super::Verdict;
use crate::frameworks::{Framework, Scene, Tool};
use crate::source::{Condition, Function, Owner, plain};

/// Where the gates of one crate are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gates<'a> {
    scene: Scene<'a>,
}

/// A gate of the library around what serves a framework's tools.
struct Kind {
    framework: Framework,
    gate: &'static str,
    /// What serves, gated or not.
    served_by: &'static [&'static str],
}

const KINDS: [Kind; 2] = [
    Kind { framework: Framework::Rmcp, gate: "GatedServer", served_by: &["serve", "serve_server", "serve_with_ct"] },
    Kind { framework: Framework::RustMcpSdk, gate: "GatedHandler", served_by: &["to_mcp_server_handler"] },
];

impl<'a> Gates<'a> {
    pub(crate) const fn new(scene: Scene<'a>) -> Self {
        Self { scene }
    }

    /// An unguarded tool is guarded all the same where it stands behind a gate.
    pub(crate) fn in_front_of(self, tool: &Tool<'_>, verdict: Verdict) -> Verdict {
        if verdict != Verdict::Unguarded {
            return verdict;
        }
        let of_server =
            KINDS.iter().find(|kind| kind.framework == tool.framework).and_then(|kind| self.of_server(kind));
        of_server.or_else(|| self.of_set(tool.framework)).or_else(|| self.of_wrapper(tool)).unwrap_or(verdict)
    }

    fn of_server(self, kind: &Kind) -> Option<Verdict> {
        let gated = self.making(kind.gate);
        let first = gated.first()?;
        let serving = kind.served_by.iter().flat_map(|name| self.calling(name));
        let ungated = serving.into_iter().find(|function| !gated.iter().any(|it| std::ptr::eq(*it, *function)));
        Some(match ungated {
            None => Verdict::Guarded(format!("`{}` in `{}`", kind.gate, first.path())),
            Some(ungated) => Verdict::Undecided(format!(
                "`{}` has a `{}`, and `{}` serves without one",
                first.path(),
                kind.gate,
                ungated.path()
            )),
        })
    }

    /// rig: `tools.gated(&gate)` for a whole set, `Gated::new(tool, &gate)` for one.
    fn of_set(self, framework: Framework) -> Option<Verdict> {
        if framework != Framework::Rig {
            return None;
        }
        if let Some(gated) = self.calling("gated").first() {
            return Some(Verdict::Guarded(format!("`gated` on the set, in `{}`", gated.path())));
        }
        let wrapped = self.making("Gated");
        wrapped.first().map(|function| {
            Verdict::Undecided(format!(
                "`{}` puts tools behind `Gated::new`; whether this one is among them is known when it runs",
                function.path()
            ))
        })
    }

    /// A type that `#[guarded_wrapper]` makes of the tool's trait.
    fn of_wrapper(self, tool: &Tool<'_>) -> Option<Verdict> {
        let Owner::Implementation(block) = tool.acts?.owner else { return None };
        let of = plain(&block.trait_.as_ref()?.0.segments.last()?.ident);
        let wrapper = self.wrapper_of(&of)?;
        let users: Vec<&Function<'_>> = self.calling(&wrapper);
        let everything = users.iter().find(|function| wraps_an_argument(function, &wrapper));
        match (everything, users.first()) {
            (Some(function), _) => Some(Verdict::Guarded(format!("`{wrapper}` in `{}`", function.path()))),
            (None, Some(function)) => Some(Verdict::Undecided(format!(
                "`{}` puts tools into `{wrapper}`; whether this one is among them is known when it runs",
                function.path()
            ))),
            (None, None) => None,
        }
    }

    fn wrapper_of(self, of: &str) -> Option<String> {
        let found = self.scene.items.traits.iter().find(|item| plain(&item.item.ident) == of)?;
        let attributes = crate::source::Attributes::of(&found.item.attrs).all();
        let wrapper = attributes
            .iter()
            .find(|it| it.path().segments.last().is_some_and(|last| last.ident == "guarded_wrapper"))?;
        wrapper.arguments().first().and_then(|name| name.path().get_ident()).map(plain)
    }

    /// The functions that call `gate::new`.
    fn making(self, gate: &str) -> Vec<&'a Function<'a>> {
        self.callers("new", |path| path.iter().rev().nth(1).is_some_and(|owner| owner == gate))
    }

    /// The functions that call something of that name.
    fn calling(self, name: &str) -> Vec<&'a Function<'a>> {
        self.callers(name, |_| true)
    }

    fn callers(self, name: &str, is_it: impl Fn(&[String]) -> bool) -> Vec<&'a Function<'a>> {
        let calls = self.scene.calls.named(name).filter(|call| is_it(call.callee.path()));
        let functions = calls.map(|call| &self.scene.items.functions[call.caller]);
        functions.filter(|function| function.condition != Condition::Test).collect()
    }
}

/// Whether the function puts one of its own arguments into the wrapper: then whoever calls it gets everything wrapped.
fn wraps_an_argument(function: &Function<'_>, wrapper: &str) -> bool {
    let arguments: Vec<String> = function.signature.inputs.iter().filter_map(argument).collect();
    function.body.is_some_and(|body| {
        crate::source::arguments_of_calls(body, wrapper).iter().any(|given| match given {
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| arguments.contains(&plain(name))),
            _ => false,
        })
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
