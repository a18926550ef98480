//! An effect, as a report shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::compiled::Found;
use super::judged::{Judged, Of, Taken};
use super::reach::Reached;
use crate::frameworks::Scene;
use crate::report::{Finding, ListedEffect, Spot};
use crate::rules::Rule;
use crate::source::{Function, byte_at};
use crate::verdict::Verdict;

/// How many names a sentence holds.
const NAMED: usize = 5;

/// What the effects of one crate are shown with.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    /// What paths are shown from.
    pub(super) root: &'a Utf8Path,
    /// Where builds write.
    pub(super) made: &'a Utf8Path,
    pub(super) scene: Scene<'a>,
    /// By the path of an effect.
    pub(super) surfaces: &'a BTreeMap<&'a str, &'a str>,
}

/// A function that acts, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Suggested {
    pub(crate) file: Utf8PathBuf,
    /// Where its name begins.
    pub(crate) byte: usize,
    pub(crate) surfaces: BTreeSet<String>,
}

impl Shown<'_> {
    /// What an attribute on the function would say; none where it takes none.
    pub(super) fn suggested(&self, first: &Judged<'_>, operations: &BTreeSet<&str>) -> Option<Suggested> {
        let function = first.function.filter(|_| first.taken == Taken::Called)?;
        let file = &function.module.file.file;
        Some(Suggested {
            file: file.path.clone(),
            byte: file.bytes(function.ident().span()).start,
            surfaces: operations.iter().map(|path| self.surface(path).to_owned()).collect(),
        })
    }

    fn surface(&self, path: &str) -> &str {
        self.surfaces.get(path).copied().unwrap_or("effects")
    }

    /// A line of the list.
    pub(super) fn line(&self, judged: &Judged<'_>, verdict: &Verdict) -> ListedEffect {
        let found = &judged.found;
        ListedEffect {
            operation: found.path.clone(),
            surface: self.surface(&found.path).to_owned(),
            verdict: verdict.word(),
            why: verdict.why().map(str::to_owned),
            taken: match judged.taken {
                Taken::Called => "call",
                Taken::AsValue => "value",
            },
            package: self.scene.package.name.clone(),
            target: match judged.of {
                Of::Product => self.scene.kind.word(),
                Of::TestsAndExamples => "test",
            },
            function: judged.item(),
            file: found.file.strip_prefix(self.root).unwrap_or(&found.file).to_string(),
            line: found.line,
            column: found.column,
        }
    }

    /// The finding on one function, with all of its effects, of which this is the first.
    pub(super) fn finding(&self, first: &Judged<'_>, operations: &BTreeSet<&str>, reached: &Reached) -> Finding {
        let (rule, item, file) = (first.rule(), first.item(), &first.module.file);
        let shown = names(operations.iter().map(ToString::to_string));
        let (message, label) = match rule {
            Rule::EffectAsValue => (
                format!("`{item}` takes {shown} as a value, which may be called where nobody asks"),
                "not called here".to_owned(),
            ),
            _ => (format!("`{item}` acts without asking: {shown}"), "nobody asks right before this".to_owned()),
        };
        let mut help = self.edits(first, operations);
        help.extend(reaching(reached));
        help.push(exemption(rule, &item));
        Finding {
            rule,
            message,
            label,
            help,
            package: self.scene.package.name.clone(),
            item,
            operation: Some(operations.iter().copied().collect::<Vec<_>>().join(", ")),
            content: first.function.map(Function::digest),
            spot: Spot::new(self.root, &file.path, &Arc::from(file.text.as_str()), name_at(&file.text, first.byte)),
        }
    }

    /// The name of a file that is none of the source: one that the build makes has another path in each.
    pub(super) fn item_elsewhere(&self, found: &Found) -> String {
        let inside = found.file.strip_prefix(self.root).ok().filter(|_| !found.file.starts_with(self.made));
        inside.map_or_else(|| found.file.file_name().unwrap_or_default().to_owned(), ToString::to_string)
    }

    /// The finding on such a file: who asks in it cannot be seen.
    pub(super) fn elsewhere(&self, item: &str, found: &Found) -> Finding {
        let text = fs::read_to_string(&found.file).unwrap_or_default();
        let byte = byte_at(&text, found.line, found.column).unwrap_or_default();
        let rule = Rule::UnguardedEffect;
        Finding {
            rule,
            message: format!("`{item}` acts, and whether somebody asks cannot be seen: {}", found.path),
            label: "in a file that is no module of the source".to_owned(),
            help: vec![
                "what a build makes belongs behind a function with a boundary".to_owned(),
                exemption(rule, item),
            ],
            package: self.scene.package.name.clone(),
            item: item.to_owned(),
            operation: Some(found.path.clone()),
            content: None,
            spot: Spot::new(self.root, &found.file, &Arc::from(text.as_str()), name_at(&text, byte)),
        }
    }

    fn edits(&self, first: &Judged<'_>, operations: &BTreeSet<&str>) -> Vec<String> {
        if first.taken == Taken::AsValue {
            return vec!["write a closure, or a function with a boundary, in its place".to_owned()];
        }
        let surfaces: BTreeSet<&str> = operations.iter().map(|path| self.surface(path)).collect();
        let mut help = vec![match first.function {
            Some(function) => {
                let file = &first.module.file;
                format!(
                    "write `#[{}::side_effect(surface = {:?})]` on top of `{}` ({}:{}), or let it take a `Permit`",
                    self.scene.package.guard(),
                    surfaces.first().copied().unwrap_or_default(),
                    function.name(),
                    file.path.strip_prefix(self.root).unwrap_or(&file.path),
                    function.ident().span().start().line
                )
            }
            None => "what a macro writes, or a constant holds, takes no attribute: move it into a function".to_owned(),
        }];
        if surfaces.len() > 1 {
            let all = names(surfaces.iter().map(ToString::to_string));
            help.push(format!(
                "it acts on several surfaces ({all}): a function for each lets an operator stop them apart"
            ));
        }
        help
    }
}

fn exemption(rule: Rule, item: &str) -> String {
    format!(
        "or exempt it in Cargo.toml, `[[package.metadata.machineid.exempt]]`: rule = {:?}, item = {item:?}, reason = \"…\"",
        rule.id()
    )
}

/// The name that begins at that byte.
fn name_at(text: &str, byte: usize) -> Range<usize> {
    let rest = text.get(byte..).unwrap_or_default();
    let end = rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'));
    byte..byte + end.unwrap_or_default()
}

fn reaching(reached: &Reached) -> Vec<String> {
    let mut help = Vec::new();
    if !reached.tools.is_empty() {
        help.push(format!("a model reaches it by {}", names(reached.tools.iter().map(|it| format!("{it:?}")))));
    }
    if !reached.asking.is_empty() {
        let asking = names(reached.asking.iter().map(|it| format!("`{it}`")));
        help.push(format!("asked on the way, by {asking}: that is no boundary at the effect, and the choice is yours"));
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
