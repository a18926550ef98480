//! A tool and its verdict, as a report shows them.

use crate::frameworks::{Called, Hint, Marked, Tool};
use crate::report::{Finding, Listed, Spot};
use crate::rules::Rule;
use crate::source::{Condition, Function};
use crate::verdict::Verdict;
use crate::workspace::{Package, Target};

pub(super) fn line(package: &Package, target: &Target, tool: &Tool<'_>, verdict: &Verdict, spot: &Spot) -> Listed {
    Listed {
        name: match &tool.name {
            Called::Text(name) => Some(name.clone()),
            Called::AtRun(_) => None,
        },
        framework: tool.framework.name(),
        verdict: verdict.word(),
        why: verdict.why().map(str::to_owned),
        package: package.name.clone(),
        // What is compiled for tests alone is a test's, wherever it stands.
        target: if tool.condition == Condition::Test { "test" } else { target.kind.word() },
        function: tool.item(),
        acts_at: tool.acts.map_or(0, |acts| acts.ident().span().start().line),
        file: spot.path.to_string(),
        line: spot.line,
        column: spot.column,
        hint: tool.hint.map(Hint::word),
    }
}

pub(super) fn finding(
    package: &Package,
    tool: &Tool<'_>,
    verdict: &Verdict,
    spot: Spot,
    guard: &str,
) -> Option<Finding> {
    let name = match &tool.name {
        Called::Text(name) => format!("{name:?}"),
        Called::AtRun(expression) => format!("`{expression}`"),
    };
    let framework = tool.framework.name();
    let (rule, message, label) = match verdict {
        Verdict::Unguarded => {
            let weight = match tool.hint {
                Some(Hint::Destructive) => ", which says that it is destructive,",
                Some(Hint::ReadOnly) | None => "",
            };
            (
                Rule::UnguardedTool,
                format!("the {framework} tool {name}{weight} runs without asking"),
                "nobody asks before this runs".to_owned(),
            )
        }
        Verdict::Lost(why) => {
            (Rule::UnguardedTool, format!("the {framework} tool {name} runs without asking"), why.clone())
        }
        Verdict::Undecided(why) => {
            (Rule::UndecidedTool, format!("whether the {framework} tool {name} asks cannot be seen"), why.clone())
        }
        Verdict::Guarded(_) | Verdict::Exempt(_) => return None,
    };
    let edit = match (&tool.name, tool.marked) {
        (Called::Text(name), Marked::Closure) => {
            format!(
                "write `{guard}::guarded!({name:?}, …)` around the closure, or a function with a boundary in its place"
            )
        }
        _ => format!("write `{}` on top of its attributes", tool.attribute(guard)),
    };
    let help = match verdict {
        Verdict::Unguarded => vec![
            edit,
            format!(
                "or exempt it in Cargo.toml, `[[package.metadata.machineid.exempt]]`: item = {:?}, reason = \"…\"",
                tool.item()
            ),
        ],
        _ => vec!["`machineid_guard::local::prove_denied` calls each tool and shows it".to_owned()],
    };
    Some(Finding {
        rule,
        message,
        label,
        help,
        package: package.name.clone(),
        item: tool.item(),
        operation: None,
        content: tool.acts.map(Function::digest),
        spot,
    })
}
