//! Findings that are known, and are no news: a file that says which.
//!
//! An entry is keyed by package, rule, item and operation, never by a line, and holds a digest of the function. A finding
//! whose function changed is new again.

mod file;

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use self::file::Entry;
use crate::report::{Finding, Outcome, Report, Spot};
use crate::rules::Rule;

pub(crate) use self::file::Broken;

/// The file where nothing else is said.
pub(crate) const NAME: &str = "machineid-baseline.toml";

/// What is known.
#[derive(Debug)]
pub(crate) struct Baseline {
    path: Utf8PathBuf,
    text: Arc<str>,
    entries: Vec<Entry>,
}

/// What a new baseline has that the one before had not, and the other way round.
#[derive(Debug, Default)]
pub(crate) struct Change {
    pub(crate) added: Vec<String>,
    pub(crate) removed: Vec<String>,
    pub(crate) kept: usize,
}

impl Baseline {
    /// Reads the file.
    pub(crate) fn read(path: &Utf8Path) -> Result<Self, Broken> {
        let text = file::text(path)?;
        Ok(Self { path: path.to_owned(), entries: file::read(path, &text)?, text: text.into() })
    }

    /// Takes what is known out of a report. `rules` are those that the run knows about: it can say of no other entry that it
    /// is stale.
    pub(crate) fn applied(&self, root: &Utf8Path, rules: &[Rule], mut report: Report) -> Report {
        let mut open: Vec<&Entry> = self.entries.iter().filter(|entry| rules.contains(&entry.rule)).collect();
        let mut left = Vec::new();
        for mut finding in std::mem::take(&mut report.findings) {
            let Some(wanted) = Entry::of(&finding) else {
                left.push(finding);
                continue;
            };
            match open.iter().position(|entry| **entry == wanted) {
                Some(at) => {
                    open.remove(at);
                    report.known += 1;
                }
                None => {
                    if let Some(at) = open.iter().position(|entry| entry.is_about(&wanted)) {
                        open.remove(at);
                        finding
                            .help
                            .insert(0, "it was known, and the function has changed since: look at it again".to_owned());
                    }
                    left.push(finding);
                }
            }
        }
        left.extend(open.into_iter().map(|entry| self.stale(root, entry)));
        report.findings = left;
        if report.outcome == Outcome::Findings && report.findings.is_empty() {
            report.outcome = Outcome::Clean;
        } else if report.outcome == Outcome::Clean && !report.findings.is_empty() {
            report.outcome = Outcome::Findings;
        }
        report
    }

    fn stale(&self, root: &Utf8Path, entry: &Entry) -> Finding {
        let written = format!("item = {:?}", entry.item);
        let start = self.text.find(&written).unwrap_or_default();
        Finding {
            rule: Rule::StaleBaseline,
            message: format!("the baseline knows {}, which is no finding any more", entry.sentence()),
            label: "nothing is known by this".to_owned(),
            help: vec!["run `cargo machineid baseline` again, so that the next of this name is seen".to_owned()],
            package: entry.package.clone(),
            item: entry.item.clone(),
            operation: entry.operation.clone(),
            content: None,
            spot: Spot::new(root, &self.path, &self.text, start..(start + written.len()).min(self.text.len())),
        }
    }
}

/// Writes what is found now. Entries of rules that were not looked at stay.
pub(crate) fn write(path: &Utf8Path, rules: &[Rule], findings: &[Finding]) -> Result<Change, Broken> {
    let before = if path.exists() { file::read(path, &file::text(path)?)? } else { Vec::new() };
    let mut now: Vec<Entry> = before.iter().filter(|entry| !rules.contains(&entry.rule)).cloned().collect();
    now.extend(findings.iter().filter_map(Entry::of));
    now.sort();
    let (old, new): (BTreeSet<&Entry>, BTreeSet<&Entry>) = (before.iter().collect(), now.iter().collect());
    let change = Change {
        added: new.difference(&old).map(|entry| entry.sentence()).collect(),
        removed: old.difference(&new).map(|entry| entry.sentence()).collect(),
        kept: new.intersection(&old).count(),
    };
    file::write(path, &now)?;
    Ok(change)
}
