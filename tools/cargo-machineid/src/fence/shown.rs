//! An effect, as a report shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::Utf8Path;

use super::judged::{Judged, Of, Taken};
use super::reach::Reached;
use crate::frameworks::Scene;
use crate::report::{Finding, ListedEffect, Spot};
use crate::rules::Rule;
use crate::source::{File, Function};
use crate::verdict::Verdict;

/// How many names a sentence holds.
const NAMED: usize = 5;

/// Which rule it is about, if it is a finding.
pub(super) const fn rule(judged: &Judged<'_>) -> Rule {
    match judged.taken {
        Taken::Called => Rule::UnguardedEffect,
        Taken::AsValue => Rule::EffectAsValue,
    }
}

/// The path of the function that it stands in; of the module, where it stands in none.
pub(super) fn item(judged: &Judged<'_>, scene: Scene<'_>) -> String {
    judged.function.map_or_else(
        || {
            file(judged, scene)
                .map(|module| module.path.join("::"))
                .filter(|path| !path.is_empty())
                .unwrap_or_else(|| "crate".to_owned())
        },
        Function::path,
    )
}

fn file<'a>(judged: &Judged<'_>, scene: Scene<'a>) -> Option<&'a crate::source::Module> {
    scene.files.iter().find(|module| module.file.path == judged.found.file)
}

/// A line of the list.
pub(super) fn line(
    root: &Utf8Path,
    scene: Scene<'_>,
    judged: &Judged<'_>,
    verdict: &Verdict,
    surface: &str,
) -> ListedEffect {
    ListedEffect {
        operation: judged.found.path.clone(),
        surface: surface.to_owned(),
        verdict: verdict.word(),
        why: verdict.why().map(str::to_owned),
        taken: match judged.taken {
            Taken::Called => "call",
            Taken::AsValue => "value",
        },
        package: scene.package.name.clone(),
        target: match judged.of {
            Of::Product => scene.kind.word(),
            Of::TestsAndExamples => "test",
        },
        function: item(judged, scene),
        file: judged.found.file.strip_prefix(root).unwrap_or(&judged.found.file).to_string(),
        line: judged.found.line,
        column: judged.found.column,
    }
}

/// The finding on one function, with all of its effects.
#[allow(clippy::too_many_arguments, reason = "what a sentence is made of")]
pub(super) fn finding(
    root: &Utf8Path,
    scene: Scene<'_>,
    guard: &str,
    surfaces: &BTreeMap<&str, &str>,
    rule: Rule,
    item: &str,
    effects: &[Judged<'_>],
    reached: &Reached,
) -> Option<Finding> {
    let first = effects.first()?;
    let file: &File = match first.function {
        Some(function) => &function.module.file.file,
        None => &file(first, scene)?.file,
    };
    let text = Arc::from(file.text.as_str());
    let end = file.text.get(first.byte..)?.find(|it: char| !(it.is_alphanumeric() || it == '_' || it == ':'));
    let bytes = first.byte..first.byte + end.unwrap_or_default();
    let operations: BTreeSet<&str> = effects.iter().map(|effect| effect.found.path.as_str()).collect();
    let of: BTreeSet<&str> = operations.iter().filter_map(|path| surfaces.get(path).copied()).collect();
    let surface = of.iter().next().copied().unwrap_or("effects");
    let operation = operations.iter().copied().collect::<Vec<_>>().join(", ");
    let operations = names(operations.iter().map(ToString::to_string));
    let (message, label) = match rule {
        Rule::EffectAsValue => (
            format!("`{item}` takes {operations} as a value, which may be called where nobody asks"),
            "not called here".to_owned(),
        ),
        _ => (format!("`{item}` acts without asking: {operations}"), "nobody asks right before this".to_owned()),
    };
    let mut help = Vec::new();
    match (rule, first.function) {
        (Rule::EffectAsValue, _) => {
            help.push("write a closure, or a function with a boundary, in its place".to_owned());
        }
        (_, Some(function)) => {
            let line = function.ident().span().start().line;
            let name = function.name();
            let place = file.path.strip_prefix(root).unwrap_or(&file.path);
            help.push(format!(
                "write `#[{guard}::side_effect(surface = {surface:?})]` on top of `{name}` ({place}:{line}), or let it take a `Permit`"
            ));
        }
        (_, None) => help
            .push("what a macro writes, or a constant holds, takes no attribute: move it into a function".to_owned()),
    }
    if of.len() > 1 {
        let all = names(of.iter().map(ToString::to_string));
        help.push(format!("it acts on several surfaces ({all}): a function for each lets an operator stop them apart"));
    }
    help.extend(reaching(reached));
    help.push(format!(
        "or exempt it in Cargo.toml, `[[package.metadata.machineid.exempt]]`: rule = {:?}, item = {item:?}, reason = \"…\"",
        rule.id()
    ));
    Some(Finding {
        rule,
        message,
        label,
        help,
        package: scene.package.name.clone(),
        item: item.to_owned(),
        operation: Some(operation),
        content: first.function.map(Function::digest),
        spot: Spot::new(root, &file.path, &text, bytes),
    })
}

fn reaching(reached: &Reached) -> Vec<String> {
    let mut help = Vec::new();
    if !reached.tools.is_empty() {
        help.push(format!("a model reaches it by {}", names(reached.tools.iter().map(|it| format!("{it:?}")))));
    }
    if !reached.asking.is_empty() {
        let asking = names(reached.asking.iter().map(|it| format!("`{it}`")));
        help.push(format!(
            "{asking} asks before it comes here: that is no boundary at the effect, and the choice is yours"
        ));
    }
    help
}

fn names(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    let mut text = all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if all.len() > NAMED {
        text = format!("{text} and {} more", all.len() - NAMED);
    }
    text
}
