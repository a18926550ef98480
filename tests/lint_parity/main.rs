//! The compiler and clippy say the same about a function with and without its boundary: no lint of the
//! user's is lost, and none comes up that only the expansion is to blame for.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod diagnostics;
mod expectations;
mod mistakes;

use std::collections::BTreeMap;
use std::path::Path;

use machineid_guard_tests::side_workspace::{Package, SideWorkspace, guard_path};

use diagnostics::{Diagnostic, by_lint, of_clippy};

/// A lint that goes away with the boundary, how often that is in the file, and why it is right.
const ARGUED: &[(&str, usize, &str)] = &[
    ("clippy::unnecessary_wraps", 1, "the `Result` carries the denial"),
    ("clippy::missing_const_for_fn", 2, "the authority is asked while the program runs"),
    ("clippy::unused_async", 1, "the boundary awaits the answer"),
    ("clippy::manual_async_fn", 1, "the boundary stands in front of the block, so the block is not all there is"),
    (
        "clippy::needless_return",
        3,
        "of a boxed future, of one under re-checks and of an async closure, in whose reshaped bodies it is not sought",
    ),
];

fn linted(edition: &str) -> SideWorkspace {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("lint_parity/linted.rs");
    let package = Package::new("linted", edition)
        .target("lib", &source)
        .lines("[features]\nguarded = []")
        .lines(&format!("[dependencies.machineid-guard]\npath = {:?}", guard_path()));
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    SideWorkspace::new(temporary, &format!("linted-{edition}")).with(package).expect("a writable target folder")
}

fn diagnostics(workspace: &SideWorkspace, features: &[&str]) -> Vec<Diagnostic> {
    let arguments = [&["clippy", "--message-format=json", "--package", "linted"], features].concat();
    of_clippy(&workspace.cargo(&arguments).expect("cargo runs"))
}

#[test]
fn the_same_lints_with_and_without_boundaries() {
    for edition in ["2021", "2024"] {
        let workspace = linted(edition);
        let plain = diagnostics(&workspace, &[]);
        let guarded = diagnostics(&workspace, &["--features", "guarded"]);
        assert!(plain.len() > 40, "the file has to be worth linting: {}", plain.len());
        let new: Vec<_> = guarded.iter().filter(|it| !plain.contains(it)).collect();
        assert!(new.is_empty(), "edition {edition}: come up with the boundary\n{}", shown(&new));
        let lost: Vec<_> = plain.iter().filter(|it| !guarded.contains(it)).collect();
        let argued: BTreeMap<_, _> = ARGUED.iter().map(|(lint, times, _)| (*lint, *times)).collect();
        assert_eq!(by_lint(&lost), argued, "edition {edition}: go away with the boundary\n{}", shown(&lost));
    }
}

#[test]
fn what_the_user_must_hear_is_said() {
    let workspace = linted("2024");
    let guarded = diagnostics(&workspace, &["--features", "guarded"]);
    let counts = by_lint(&guarded.iter().collect::<Vec<_>>());
    for lint in ["dead_code", "missing_docs", "unused_variables", "unreachable_code", "clippy::too_many_lines"] {
        assert!(counts.contains_key(lint), "{lint} is not in {counts:?}");
    }
}

fn shown(diagnostics: &[&Diagnostic]) -> String {
    diagnostics.iter().map(|it| it.rendered.as_str()).collect()
}
