//! Whether each tool that a framework lists has a boundary of its name.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::boundary::{Boundary, BoundaryKind, ListedTool, boundaries};

/// Fails the test that calls it unless every one of a framework's tools has a boundary of its name.
///
/// `tools` is what the framework itself would offer to the model, so a tool that was added without an
/// attribute, or whose attribute a framework macro dropped, is found. `exemptions` are tools that may go
/// without; one that no longer stands for an unguarded tool fails as well, so that the list stays true.
///
/// It counts: a name that the framework lists twice needs two boundaries, and a name that stands for more
/// boundaries than it is listed fails too, since one of them is not the listed tool's, and the tool may have
/// none. Say then in which module the tool stands: `("search", "my_agent::web")`; a whole list takes
/// `tools.map(|name| (name, "my_agent"))`.
///
/// Only boundaries of kind `before_tool_call` and `before_side_effect` count, and only those whose name the compiler
/// knows: a literal, a constant, the function's own. What `name = self.name()` gives is known while the program runs;
/// a tool that such a boundary may be in front of is said to be neither guarded nor unguarded. What the framework does
/// with a tool is not seen here at all; `local::prove_denied` calls each.
///
/// ```
/// # use machineid_guard::{Denied, assert_all_guarded, guarded_tool};
/// #[guarded_tool]
/// fn search(query: &str) -> Result<String, Denied> {
///     Ok(query.to_owned())
/// }
///
/// let offered_to_the_model = ["search", "current_time"].map(|tool| (tool, module_path!()));
/// assert_all_guarded(offered_to_the_model, [("current_time", module_path!())]);
/// ```
///
/// # Panics
/// When a tool has no boundary that is known, and no exemption, when a name stands for several boundaries, or when an
/// exemption is stale. The message names them.
#[track_caller]
#[allow(clippy::panic, reason = "an assertion for tests, documented to panic")]
pub fn assert_all_guarded<T: Into<ListedTool>, E: Into<ListedTool>>(
    tools: impl IntoIterator<Item = T>,
    exemptions: impl IntoIterator<Item = E>,
) {
    let tools = counted(tools.into_iter().map(Into::into).collect());
    let exemptions: Vec<ListedTool> = exemptions.into_iter().map(Into::into).collect();
    let problems = Problems::of(tools, &exemptions);
    if let Some(message) = problems.message() {
        panic!("{message}");
    }
}

/// A tool and how often it is listed.
struct Counted {
    tool: ListedTool,
    listed: usize,
    needs: usize,
}

/// Each tool once. Those in the innermost modules come first: they take their boundaries from the rest.
fn counted(mut tools: Vec<ListedTool>) -> Vec<Counted> {
    tools.sort_by_key(|tool| (tool.name().to_owned(), Reverse(tool.module().map(str::len)), tool.clone()));
    let mut all: Vec<Counted> = Vec::new();
    for tool in tools {
        match all.last_mut() {
            Some(same) if same.tool.is(&tool) => {
                same.listed += 1;
                same.needs += tool.needs();
            }
            _ => all.push(Counted { listed: 1, needs: tool.needs(), tool }),
        }
    }
    all
}

#[derive(Default)]
struct Problems {
    unguarded: Vec<String>,
    /// Tools that have no boundary of their name, where there are boundaries whose names nobody knows yet.
    unknown: Vec<String>,
    /// Those boundaries.
    named_at_run: BTreeSet<String>,
    several: Vec<String>,
    stale: Vec<String>,
}

impl Problems {
    fn of(tools: Vec<Counted>, exemptions: &[ListedTool]) -> Self {
        let mut problems = Self::default();
        let gates = boundaries().into_iter().filter(|boundary| gates_a_tool(boundary));
        let (named_at_run, mut free): (Vec<&Boundary>, Vec<_>) = gates.partition(|it| it.name_expression().is_some());
        let is_listed = |exempt: &&ListedTool| tools.iter().any(|counted| counted.tool.is(exempt));
        problems.stale.extend(exemptions.iter().filter(|exempt| !is_listed(exempt)).map(ToString::to_string));
        for counted in tools {
            let (own, rest): (Vec<_>, Vec<_>) = free.into_iter().partition(|boundary| counted.tool.may_have(boundary));
            free = rest;
            let is_exempt = exemptions.iter().any(|exempt| exempt.is(&counted.tool));
            match own.len() {
                0 if is_exempt => {}
                _ if is_exempt => problems.stale.push(counted.tool.to_string()),
                found if found < counted.needs => problems.short(&counted, found, &named_at_run),
                found if found > counted.needs => problems.several.push(counted.too_many(&own)),
                _ => {}
            }
        }
        problems.stale.sort();
        problems
    }

    fn short(&mut self, counted: &Counted, found: usize, named_at_run: &[&Boundary]) {
        let mut may_be_its = named_at_run.iter().filter(|boundary| counted.tool.may_stand_with(boundary)).peekable();
        let kind = if may_be_its.peek().is_none() { &mut self.unguarded } else { &mut self.unknown };
        kind.push(counted.short_of(found));
        self.named_at_run.extend(may_be_its.map(|boundary| {
            let expression = boundary.name_expression().unwrap_or_default();
            format!(
                "\n    `name = {expression}` in {} ({}:{})",
                boundary.module_path(),
                boundary.file(),
                boundary.line()
            )
        }));
    }

    fn message(&self) -> Option<String> {
        let Self { unguarded, unknown, several, stale, .. } = self;
        if unguarded.is_empty() && unknown.is_empty() && several.is_empty() && stale.is_empty() {
            return None;
        }
        let hint = match several.as_slice() {
            [] => "[]",
            _ => "(list such a tool with its module: `(name, \"my_agent::web\")`)\n  ",
        };
        Some(format!(
            "tools without a boundary: [{}] (put `#[guarded_tool]` on top of each, or exempt it by name)\n{}\
             names that stand for several boundaries: {hint}{}\n\
             stale exemptions: [{}] (guarded, or not a tool any more: remove them)",
            unguarded.join(", "),
            self.cannot_know(),
            several.join("\n  "),
            stale.join(", "),
        ))
    }

    /// What is no finding: these tools may be guarded.
    fn cannot_know(&self) -> String {
        if self.unknown.is_empty() {
            return String::new();
        }
        let boundaries: String = self.named_at_run.iter().map(String::as_str).collect();
        format!(
            "tools that may be guarded or not, which cannot be seen here: [{}]. No boundary is called so in the source, and \
             what these are called is known only while they run:{boundaries}\n  \
             `local::prove_denied` calls each tool and sees it: exempt here those that it is given\n",
            self.unknown.join(", "),
        )
    }
}

impl Counted {
    fn short_of(&self, found: usize) -> String {
        match (self.needs, found) {
            (1, 0) => self.tool.to_string(),
            (needs, found) => format!("{} (needs {needs}, has {found})", self.tool),
        }
    }

    fn too_many(&self, own: &[&Boundary]) -> String {
        let mut line = format!("{} is listed {} and has {} boundaries:", self.tool, times(self.listed), own.len());
        for boundary in own {
            // Writing to a string cannot fail.
            let _ = write!(
                line,
                "\n    {boundary} in {} ({}:{})",
                boundary.module_path(),
                boundary.file(),
                boundary.line()
            );
        }
        line
    }
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

fn gates_a_tool(boundary: &Boundary) -> bool {
    matches!(boundary.kind(), BoundaryKind::ToolCall | BoundaryKind::SideEffect)
}
