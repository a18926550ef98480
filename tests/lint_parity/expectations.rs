//! `#[expect(clippy::…)]` on a guarded function is fulfilled as it is on the plain one, but for the lints that the
//! boundary itself answers: `docs/compiler.md` lists them.

use std::collections::BTreeSet;
use std::path::Path;

use machineid_guard_tests::side_workspace::{Package, SideWorkspace, guard_path};

use crate::diagnostics::{Diagnostic, of_clippy};

/// Without an object under a boundary, in the order of the table.
const ANSWERED: &[&str] = &[
    "manual_async_fn",
    "missing_const_for_fn",
    "needless_lifetimes",
    "needless_return",
    "unnecessary_wraps",
    "unused_async",
];

fn unfulfilled(features: &[&str]) -> BTreeSet<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("lint_parity/expected.rs");
    let package = Package::new("expected", "2024")
        .target("lib", &source)
        .lines("[features]\nguarded = []")
        .lines(&format!("[dependencies.machineid-guard]\npath = {:?}", guard_path()));
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let workspace = SideWorkspace::new(temporary, "expected").with(package).expect("a writable target folder");
    let arguments = [&["clippy", "--message-format=json", "--package", "expected"], features].concat();
    let reported = of_clippy(&workspace.cargo(&arguments).expect("cargo runs"));
    let text = std::fs::read_to_string(source).expect("the source");
    let lines: Vec<_> = text.lines().collect();
    let unfulfilled = reported.iter().filter(|it| it.lint == "unfulfilled_lint_expectations");
    let lint =
        |line: u64| lines[usize::try_from(line).expect("a line") - 1].split(&[':', ')']).nth(2).map(str::to_owned);
    unfulfilled.filter_map(Diagnostic::line).filter_map(lint).collect()
}

#[test]
fn an_expected_lint_comes_up_under_a_boundary_or_is_in_the_table() {
    assert_eq!(unfulfilled(&[]), BTreeSet::new(), "without boundaries each comes up");
    let answered: BTreeSet<_> = ANSWERED.iter().map(|&it| it.to_owned()).collect();
    assert_eq!(unfulfilled(&["--features", "guarded"]), answered);
    let table = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/compiler.md"));
    let table = table.expect("the document");
    for lint in ANSWERED {
        assert!(table.contains(&format!("| `clippy::{lint}` |")), "{lint} is not in docs/compiler.md");
    }
}
