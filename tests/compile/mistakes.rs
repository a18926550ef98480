//! Each mistake is one error, at the user's own token, that says which edit to make.
//!
//! The goldens are what the compiler of this repository's CI says. After a deliberate change:
//! `TRYBUILD=overwrite cargo test -p machineid-guard-tests --test compile`, and read the difference as
//! a user would.

use std::fs;
use std::path::Path;

#[test]
fn every_mistake_is_explained() {
    trybuild::TestCases::new().compile_fail("ui/fail/*.rs");
}

/// Where the compiler itself refuses the line as well, or says the same twice: nothing can take its error away.
const REFUSED_TWICE: [&str; 3] = [
    "block_with_a_module_in_another_file.stderr",
    "closure_of_an_unknown_error.stderr",
    "wrapper_of_a_tool_that_stays_on_its_thread.stderr",
];

#[test]
fn one_mistake_is_one_error() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/fail");
    let files = fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("readable").path());
    let goldens: Vec<_> = files.filter(|path| path.extension().is_some_and(|it| it == "stderr")).collect();
    assert!(goldens.len() > 60, "{} goldens", goldens.len());
    for golden in goldens {
        let text = fs::read_to_string(&golden).expect("text");
        let errors = text.lines().filter(|line| line.starts_with("error")).count();
        let warnings = text.lines().filter(|line| line.starts_with("warning")).count();
        let expected = if REFUSED_TWICE.iter().any(|it| golden.ends_with(it)) { 2 } else { 1 };
        assert_eq!((errors, warnings), (expected, 0), "{}:\n{text}", golden.display());
        let ours = ["__private", "__machineid"].iter().find(|name| text.to_lowercase().contains(*name));
        assert_eq!(ours, None, "{} names what no user knows:\n{text}", golden.display());
    }
}
