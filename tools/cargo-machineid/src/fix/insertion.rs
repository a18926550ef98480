//! Text that is put into a file. Nothing of what is there changes.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use crate::source::File;

/// One piece of text, in front of the byte at that place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Insertion {
    pub(super) at: usize,
    pub(super) text: String,
}

/// What one file gets.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) before: String,
    insertions: Vec<Insertion>,
}

impl Change {
    /// The file as it will be.
    pub(super) fn after(&self) -> String {
        let mut sorted = self.insertions.clone();
        // Stable: what was planned first at one place stays first.
        sorted.sort_by_key(|insertion| insertion.at);
        let mut after = String::new();
        let mut from = 0;
        for Insertion { at, text } in sorted {
            after.push_str(self.before.get(from..at).unwrap_or_default());
            after.push_str(&text);
            from = at;
        }
        after.push_str(self.before.get(from..).unwrap_or_default());
        after
    }
}

/// What all files get.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes(BTreeMap<Utf8PathBuf, Change>);

impl Changes {
    /// Puts the text in, unless it was planned already: a file may belong to several targets.
    pub(super) fn insert(&mut self, path: &Utf8Path, before: &str, insertion: Insertion) {
        let new = || Change { before: before.to_owned(), insertions: Vec::new() };
        let change = self.0.entry(path.to_owned()).or_insert_with(new);
        if !change.insertions.contains(&insertion) {
            change.insertions.push(insertion);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Utf8PathBuf, &Change)> {
        self.0.iter()
    }

    pub(super) fn remove(&mut self, path: &Utf8Path) -> Option<Change> {
        self.0.remove(path)
    }
}

/// The line end that the text uses.
pub(super) fn line_end(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// What stands in front of the byte in its line, where that is space alone.
pub(super) fn indentation(text: &str, at: usize) -> Option<&str> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let before = text.get(start..at)?;
    before.chars().all(|letter| letter == ' ' || letter == '\t').then_some(before)
}

/// A line of its own in front of what begins at that byte.
pub(super) fn line_above(file: &File, at: usize, line: &str) -> Insertion {
    let text = match indentation(&file.text, at) {
        Some(indentation) => format!("{line}{}{indentation}", line_end(&file.text)),
        None => format!("{line} "),
    };
    Insertion { at, text }
}

/// A line of its own below the one that holds that byte, with the same end.
pub(super) fn line_below(text: &str, from: usize, line: &str) -> Option<Insertion> {
    let rest = text.get(from..)?;
    Some(match rest.find('\n') {
        Some(newline) => {
            let end = if rest[..newline].ends_with('\r') { "\r\n" } else { "\n" };
            Insertion { at: from + newline + 1, text: format!("{line}{end}") }
        }
        None => Insertion { at: text.len(), text: format!("{}{line}", line_end(text)) },
    })
}

/// The lines, with the line end of the file in place of `\n`, and behind the indentation.
pub(super) fn lines(text: &str, file: &str, indentation: &str) -> String {
    let end = line_end(file);
    let indented = |line: &str| if line.is_empty() { String::new() } else { format!("{indentation}{line}") };
    text.lines().map(indented).collect::<Vec<_>>().join(end)
}
