//! A run that cannot see says so. It never says that all is well.

use crate::workspace::Workspace;
use crate::{assert_no_verdict, package};

const EFFECT: &str = "pub fn tidy() { drop(std::fs::remove_file(\"a\")); }";

#[test]
fn capped_lints_blind_it_and_that_is_no_verdict() {
    let workspace = package(EFFECT);
    let by_variable = workspace.run_with(&["fence"], &[("RUSTFLAGS", "--cap-lints allow")]);
    assert_no_verdict(&by_variable, "--cap-lints allow");
    workspace.write(".cargo/config.toml", "[build]\nrustflags = [\"--cap-lints\", \"allow\"]\n");
    assert_no_verdict(&workspace.run(&["fence"]), "--cap-lints allow");
}

#[test]
fn what_does_not_compile_is_no_verdict() {
    assert_no_verdict(&package("pub fn broken() -> u8 { \"\" }").run(&["fence"]), "it does not compile");
}

#[test]
fn a_toolchain_that_is_not_there_is_no_verdict() {
    let workspace = package(EFFECT);
    workspace.assert_says_that_the_toolchain_is_missing("fence");
}

#[test]
fn a_toolchain_without_clippy_is_no_verdict() {
    let workspace = package(EFFECT);
    // A compiler that says that it is at home here.
    let compiler = workspace.root.join("rustc");
    workspace.write(
        "rustc",
        format!("#!/bin/sh\n[ \"$1\" = --print ] && echo {} && exit\nexec rustc \"$@\"\n", workspace.root.display()),
    );
    executable(&compiler);
    let answer = workspace.run_with(&["fence"], &[("RUSTC", compiler.to_str().expect("UTF-8"))]);
    assert_no_verdict(&answer, "rustup component add clippy");
}

/// A clippy that is silent, and one that does not say when a path leads to nothing.
#[test]
fn a_clippy_that_says_too_little_is_no_verdict() {
    let sysroot = std::process::Command::new("rustc").args(["--print", "sysroot"]).output().expect("rustc");
    let clippy = format!("{}/bin/clippy-driver", String::from_utf8_lossy(&sysroot.stdout).trim());
    let silent = "exec \"$@\"".to_owned();
    let old = format!("{clippy} \"$@\" 2> >(grep -v 'does not refer' >&2)");
    for (script, why) in [(silent, "clippy does not see"), (old, "when a path leads to nothing")] {
        let workspace = package(EFFECT);
        with_clippy(&workspace, &script);
        let compiler = workspace.root.join("rustc");
        let answer = workspace.run_with(&["fence"], &[("RUSTC", compiler.to_str().expect("UTF-8"))]);
        assert_no_verdict(&answer, why);
    }
}

fn with_clippy(workspace: &Workspace, script: &str) {
    let root = workspace.root.display();
    workspace.write("rustc", format!("#!/bin/sh\n[ \"$1\" = --print ] && [ \"$2\" = sysroot ] && [ $# = 2 ] && echo {root} && exit\nexec rustc \"$@\"\n"));
    workspace.write("bin/clippy-driver", format!("#!/bin/bash\n{script}\n"));
    executable(&workspace.root.join("rustc"));
    executable(&workspace.root.join("bin/clippy-driver"));
}

fn executable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("its owner may");
}
