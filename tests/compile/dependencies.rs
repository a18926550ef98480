//! What README.md says of the C that comes along, and of a crate that comes into the lock file alone.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The crates that a build of the library with these features compiles, for whichever target.
fn compiled(features: &str) -> BTreeSet<String> {
    let arguments =
        "tree --locked --package machineid-guard --edges normal,build --target all --prefix none --format {p}";
    let output = Command::new(env!("CARGO"))
        .args(arguments.split(' ').chain([features]))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8_lossy(&output.stdout);
    listed.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn every_build_has_the_c_of_aws_lc_and_none_has_quinn() {
    let lock = include_str!("../../Cargo.lock");
    for features in ["--no-default-features", "--all-features"] {
        let compiled = compiled(features);
        assert!(compiled.contains("aws-lc-sys") && compiled.contains("cc"), "{features}: {compiled:?}");
        assert!(!compiled.contains("quinn") && lock.contains("\nname = \"quinn\"\n"), "{features}: {compiled:?}");
    }
}
