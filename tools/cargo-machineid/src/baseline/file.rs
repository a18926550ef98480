//! The file of a baseline: sorted, so that a change of it is a change of what is known.

use std::{fs, io};

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::report::Finding;
use crate::rules::Rule;

/// Rises when a field goes away or changes its meaning.
const VERSION: u32 = 1;

const HEAD: &str = "# Findings that are known, and are no news. Written by `cargo machineid baseline`: do not add to it by hand.\n\
                    # A finding whose function changes is new again.\n";

/// One finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) package: String,
    pub(super) rule: Rule,
    pub(super) item: String,
    pub(super) operation: Option<String>,
    /// Digest of the function.
    pub(super) content: Option<String>,
}

/// A file that cannot be used. Then nothing is known, and there is no verdict.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Broken {
    #[error("{0} cannot be read: {1}: write one by `cargo machineid baseline`")]
    Unreadable(Utf8PathBuf, io::Error),
    #[error("{0} cannot be written: {1}")]
    Unwritable(Utf8PathBuf, io::Error),
    #[error("{0} is no baseline: {1}")]
    NoBaseline(Utf8PathBuf, String),
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    #[serde(default, rename = "finding")]
    findings: Vec<WrittenEntry>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WrittenEntry {
    package: String,
    rule: String,
    item: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content: Option<String>,
}

impl Entry {
    /// What a finding would be known by. Some can never be known: a file that was not read, an exemption that exempts nothing.
    pub(super) fn of(finding: &Finding) -> Option<Self> {
        finding.rule.may_be_known().then(|| Self {
            package: finding.package.clone(),
            rule: finding.rule,
            item: finding.item.clone(),
            operation: finding.operation.clone(),
            content: finding.content.clone(),
        })
    }

    /// Whether it is the same, but for what the function says.
    pub(super) fn is_about(&self, other: &Self) -> bool {
        (&self.package, self.rule, &self.item, &self.operation)
            == (&other.package, other.rule, &other.item, &other.operation)
    }

    /// As a person reads it.
    pub(super) fn sentence(&self) -> String {
        let operation = self.operation.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
        format!("{} `{}`{operation} in {}", self.rule.id(), self.item, self.package)
    }
}

pub(super) fn text(path: &Utf8Path) -> Result<String, Broken> {
    fs::read_to_string(path).map_err(|error| Broken::Unreadable(path.to_owned(), error))
}

pub(super) fn read(path: &Utf8Path, text: &str) -> Result<Vec<Entry>, Broken> {
    let no_baseline = |why: String| Broken::NoBaseline(path.to_owned(), why);
    let written: Written = toml_edit::de::from_str(text).map_err(|error| no_baseline(error.to_string()))?;
    if written.version != VERSION {
        return Err(no_baseline(format!("its version is {}, and this program reads {VERSION}", written.version)));
    }
    let entry = |written: WrittenEntry| {
        let WrittenEntry { package, rule, item, operation, content } = written;
        let rule = Rule::named(&rule)
            .filter(|rule| rule.may_be_known())
            .ok_or_else(|| no_baseline(format!("{rule:?} is no rule whose findings can be known")))?;
        Ok(Entry { package, rule, item, operation, content })
    };
    written.findings.into_iter().map(entry).collect()
}

pub(super) fn write(path: &Utf8Path, entries: &[Entry]) -> Result<(), Broken> {
    let entry = |entry: &Entry| WrittenEntry {
        package: entry.package.clone(),
        rule: entry.rule.id().to_owned(),
        item: entry.item.clone(),
        operation: entry.operation.clone(),
        content: entry.content.clone(),
    };
    let written = Written { version: VERSION, findings: entries.iter().map(entry).collect() };
    let text = toml_edit::ser::to_string_pretty(&written)
        .map_err(|error| Broken::Unwritable(path.to_owned(), io::Error::other(error)))?;
    fs::write(path, format!("{HEAD}{text}")).map_err(|error| Broken::Unwritable(path.to_owned(), error))
}
