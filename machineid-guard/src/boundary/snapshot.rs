//! A committed list of the boundaries, so that losing one shows up in a review.

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::boundary::{Boundary, boundaries};

/// Set it to `1` to let [`assert_boundaries_match`] write the file.
const UPDATE_VARIABLE: &str = "MACHINEID_GUARD_UPDATE_SNAPSHOTS";

/// What is compared: not the line, which moves with every edit above it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Entry {
    kind: String,
    name: String,
    surface: Option<String>,
    module: String,
}

impl Entry {
    fn of(boundary: &Boundary) -> Self {
        Self {
            kind: boundary.kind().to_string(),
            name: boundary.name().to_owned(),
            surface: boundary.surface().map(str::to_owned),
            module: boundary.module_path().to_owned(),
        }
    }

    fn line(&self) -> String {
        let surface = self.surface.as_deref().unwrap_or("-");
        format!("{} {} (surface {surface}) in {}", self.kind, self.name, self.module)
    }
}

/// Fails the test that calls it when the program's boundaries are not those of a committed JSON file:
/// one was lost, added, renamed, or changed its surface. The message is the difference.
///
/// With `MACHINEID_GUARD_UPDATE_SNAPSHOTS=1` it writes the file instead; look at the diff and commit it.
/// The path is relative to the crate under test, as `cargo test` runs it there.
///
/// ```no_run
/// machineid_guard::assert_boundaries_match("boundaries.json");
/// ```
///
/// # Panics
/// When the file differs, is missing, or cannot be read or written.
#[track_caller]
#[allow(clippy::panic, reason = "an assertion for tests, documented to panic")]
pub fn assert_boundaries_match(path: impl AsRef<Path>) {
    let path = path.as_ref();
    let linked: Vec<Entry> = {
        let mut entries: Vec<Entry> = boundaries().into_iter().map(Entry::of).collect();
        entries.sort();
        entries
    };
    if std::env::var_os(UPDATE_VARIABLE).is_some_and(|value| value == "1") {
        if let Err(error) = write(path, &linked) {
            panic!("cannot write the boundaries to {}: {error}", path.display());
        }
        return;
    }
    match read(path) {
        Ok(committed) if committed == linked => {}
        Ok(committed) => panic!(
            "the boundaries are not those of {}:\n{}if this is meant, run the test with {UPDATE_VARIABLE}=1 and commit the file",
            path.display(),
            difference(&committed, &linked)
        ),
        Err(error) => panic!(
            "cannot read the boundaries from {}: {error}; to write the file, run the test with {UPDATE_VARIABLE}=1",
            path.display()
        ),
    }
}

fn write(path: &Path, entries: &[Entry]) -> Result<(), Box<dyn std::error::Error>> {
    let mut json = serde_json::to_string_pretty(entries)?;
    json.push('\n');
    Ok(std::fs::write(path, json)?)
}

fn read(path: &Path) -> Result<Vec<Entry>, Box<dyn std::error::Error>> {
    Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
}

/// `-` stands in the file and is gone, `+` is new. Two equal boundaries count as one here.
fn difference(committed: &[Entry], linked: &[Entry]) -> String {
    let committed: BTreeSet<&Entry> = committed.iter().collect();
    let linked: BTreeSet<&Entry> = linked.iter().collect();
    let lost = committed.difference(&linked).map(|entry| format!("- {}\n", entry.line()));
    let new = linked.difference(&committed).map(|entry| format!("+ {}\n", entry.line()));
    let lines: String = lost.chain(new).collect();
    if lines.is_empty() { "  (the same boundary stands there another number of times)\n".to_owned() } else { lines }
}
