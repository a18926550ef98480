//! A codebase's own trait: `trait Tool { fn name(&self) -> &str; async fn execute(&self, …) -> …; }`.

use syn::Path;

use super::acting;
use super::implementations::{self, CalledBy, Kind};
use super::{Framework, Scene, Tool};
use crate::source::plain;

/// Traits of that kind that only describe a tool, or hold many.
const OTHERS: [&str; 8] =
    ["ToolRegistry", "ToolProvider", "ToolBox", "ToolSet", "ToolSchema", "ToolRouter", "ToolExecutor", "ToolCallHook"];

pub(super) fn tools<'a>(scene: Scene<'a>, tools: &mut Vec<Tool<'a>>) {
    let is_own = |_scope: usize, path: &Path| {
        path.segments.last().is_some_and(|last| {
            let name = plain(&last.ident);
            name.contains("Tool") && !OTHERS.contains(&name.as_str())
        })
    };
    let mut found = Vec::new();
    implementations::tools(
        scene,
        &Kind { framework: Framework::Own, is_it: &is_own, acting: &acting::is_acting, called: CalledBy::Codebase },
        &mut found,
    );
    found.retain(|tool| !tools.iter().any(|known| known.key() == tool.key()));
    tools.append(&mut found);
}
