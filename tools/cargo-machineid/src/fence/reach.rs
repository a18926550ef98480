//! Who comes to an effect: the functions that call it, up to the tools, as far as syntax shows.

use std::collections::{BTreeSet, VecDeque};

use crate::frameworks::{Called, Scene, Tool};
use crate::source::{Condition, Function};
use crate::verdict::{Guards, Verdict};

/// A chain that is longer says nothing to a person.
const FARTHEST: usize = 12;

/// What leads to a function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reached {
    /// The tools, by name.
    pub(super) tools: BTreeSet<String>,
    /// The callers, at whatever distance, that ask.
    pub(super) asking: BTreeSet<String>,
}

/// Walks up from the function.
pub(super) fn by(scene: Scene<'_>, guards: Guards<'_>, tools: &[(Tool<'_>, Verdict)], from: &Function<'_>) -> Reached {
    let functions = &scene.items.functions;
    let Some(start) = functions.iter().position(|function| std::ptr::eq(function, from)) else {
        return Reached::default();
    };
    let mut reached = Reached::default();
    let mut seen = BTreeSet::from([start]);
    let mut open = VecDeque::from([(start, 0)]);
    while let Some((at, distance)) = open.pop_front() {
        let function = &functions[at];
        reached.tools.extend(names(tools, function));
        if at != start && matches!(guards.at_effect(function), Verdict::Guarded(_)) {
            reached.asking.insert(function.path());
        }
        if distance == FARTHEST {
            continue;
        }
        for call in scene.calls.named(&function.name()) {
            let caller = &functions[call.caller];
            let is_it = scene.items.target(caller, &call.callee) == Some(at);
            if is_it && caller.condition != Condition::Test && seen.insert(call.caller) {
                open.push_back((call.caller, distance + 1));
            }
        }
    }
    reached
}

fn names<'t>(tools: &'t [(Tool<'_>, Verdict)], function: &Function<'_>) -> impl Iterator<Item = String> + 't {
    let of_function: Vec<&Tool<'_>> = tools
        .iter()
        .map(|(tool, _)| tool)
        .filter(|tool| tool.acts.is_some_and(|acts| std::ptr::eq(acts, function)))
        .collect();
    of_function.into_iter().map(|tool| match &tool.name {
        Called::Text(name) | Called::AtRun(name) => name.clone(),
    })
}
