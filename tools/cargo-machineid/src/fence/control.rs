//! The positive control: clippy says nothing of a path that it does not know, and nothing at all where lints are capped. So
//! each run compiles a crate of ours with the user's toolchain and flags, in which every effect of the standard library is
//! called once, and has to be told of each.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use camino::Utf8Path;

use super::compiled::{self, NotCompiled};
use super::settings::{NOTHING, write_if_new};
use crate::catalogue::Effect;

/// What is wrong with the instrument.
#[derive(Debug, thiserror::Error)]
pub(super) enum Blind {
    #[error("the crate that shows whether clippy sees effects could not be compiled: {0}")]
    NotCompiled(#[from] NotCompiled),
    #[error("it could not be written: {0}")]
    NotWritten(#[from] std::io::Error),
    #[error(
        "clippy does not see {}: flags such as `--cap-lints allow` blind it (RUSTFLAGS, `.cargo/config.toml`)",
        list(.0)
    )]
    Unseen(BTreeSet<String>),
    #[error(
        "this clippy does not say when a path leads to nothing, so a misspelled one would go unseen: take Rust 1.88 or later"
    )]
    SilentOnNothing,
}

fn list(paths: &BTreeSet<String>) -> String {
    let mut text = paths.iter().take(3).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    if paths.len() > 3 {
        // Writing to a string cannot fail.
        let _ = write!(text, " and {} more", paths.len() - 3);
    }
    text
}

/// Whether what is called is seen.
pub(super) fn run(
    root: &Utf8Path,
    folder: &Utf8Path,
    driver: &Utf8Path,
    settings: &Utf8Path,
    effects: &[Effect],
) -> Result<(), Blind> {
    let wanted: BTreeSet<&str> =
        effects.iter().map(|effect| effect.path.as_str()).filter(|path| path.starts_with("std::")).collect();
    let probe = folder.join("control");
    write_if_new(&probe.join("Cargo.toml"), MANIFEST)?;
    write_if_new(&probe.join("src/lib.rs"), SOURCE)?;
    let arguments = [
        "--manifest-path".to_owned(),
        probe.join("Cargo.toml").to_string(),
        "--target-dir".to_owned(),
        folder.join("control-target").to_string(),
    ];
    let said = compiled::run(root, driver, settings, &arguments)?;
    let seen: BTreeSet<&str> = said.found.iter().map(|found| found.path.as_str()).collect();
    let unseen: BTreeSet<String> = wanted.difference(&seen).map(ToString::to_string).collect();
    if !unseen.is_empty() {
        return Err(Blind::Unseen(unseen));
    }
    if !said.unresolved.contains(NOTHING) {
        return Err(Blind::SilentOnNothing);
    }
    Ok(())
}

const MANIFEST: &str =
    "[package]\nname = \"cargo-machineid-control\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n";

/// Calls each once.
const SOURCE: &str = include_str!("../../catalogue/control.rs");
