//! The list of a program's boundaries, as its test commits it with `assert_boundaries_match("boundaries.json")`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::Deserialize;

use crate::outcome::Stop;

/// More than any program's list has.
const MOST: u64 = 16 << 20;

/// What is needed of an entry; the rest has to be there, or the file is another one.
#[derive(Debug, Deserialize)]
struct Entry {
    #[serde(rename = "kind")]
    _kind: String,
    #[serde(rename = "name")]
    _name: String,
    surface: Option<String>,
    #[serde(rename = "module")]
    _module: String,
}

/// How many boundaries ask for each surface. `None` is the device of the program itself.
pub(crate) type Surfaces = BTreeMap<Option<String>, usize>;

/// Reads the surfaces of a snapshot. No error shows what is in the file.
pub(crate) fn read(path: &Path) -> Result<Surfaces, Stop> {
    let refused = |why: String| Stop::bad_input(format!("{:?} {why}", path.display().to_string()));
    let mut text = Vec::new();
    let whole = File::open(path).and_then(|file| file.take(MOST + 1).read_to_end(&mut text));
    if let Err(error) = whole {
        return Err(refused(format!("cannot be read: {}", error.kind())));
    }
    if text.len() as u64 > MOST {
        return Err(refused("is larger than 16 MiB, which no snapshot is".to_owned()));
    }
    let entries: Vec<Entry> = serde_json::from_slice(&text).map_err(|error| {
        refused(format!(
            "is no snapshot of boundaries, as a test writes it by assert_boundaries_match (line {}, column {})",
            error.line(),
            error.column()
        ))
    })?;
    if entries.is_empty() {
        return Err(refused("has no boundary in it: nothing of that program could be stopped".to_owned()));
    }
    let mut surfaces = Surfaces::new();
    for entry in entries {
        *surfaces.entry(entry.surface).or_default() += 1;
    }
    Ok(surfaces)
}
