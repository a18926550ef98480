//! When files are written, and when they are put back.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use crate::stub::{codebase, committed, git};
use crate::workspace::{Answer, Workspace};

fn product(workspace: &Workspace) -> PathBuf {
    workspace.root.join("product")
}

fn fix(workspace: &Workspace, more: &[&str]) -> Answer {
    workspace.run(&[&["fix", "--manifest-path", "product/Cargo.toml"], more].concat())
}

fn read(workspace: &Workspace, file: &str) -> String {
    fs::read_to_string(product(workspace).join(file)).expect("it is there")
}

#[test]
fn a_clean_tree_is_written_to_once() {
    let workspace = codebase();
    committed(&product(&workspace));
    let first = fix(&workspace, &[]);
    assert_eq!((first.code, first.err.as_str()), (0, ""), "{}", first.out);
    assert!(
        read(&workspace, "src/read.rs").contains("    #[machineid_guard::guarded_tool(name = \"read\")]\n    fn run")
    );
    assert!(
        read(&workspace, "src/error.rs")
            .contains("            Self::Denied(text) => out.write_str(text),\n            Self::Empty")
    );
    assert!(read(&workspace, "Cargo.toml").contains("[dependencies]\nmachineid-guard = \"0.1\"\n"));
    for said in ["src/read.rs: a boundary: read", "src/error.rs: `Failure` carries a denial", "Guard::start()"] {
        assert!(first.out.contains(said), "{said:?} is not in {}", first.out);
    }
    let scanned = workspace.run(&["scan", "--manifest-path", "product/Cargo.toml"]);
    assert_eq!(scanned.code, 0, "{}", scanned.out);
    git(&product(&workspace), &["add", "--all"]);
    let second = fix(&workspace, &["--allow-staged"]);
    assert_eq!((second.code, second.out.as_str()), (0, "nothing to write\n"), "{}", second.err);
}

#[test]
fn no_tree_a_dirty_and_a_staged_one_are_refused_until_they_are_allowed() {
    let workspace = codebase();
    let before = read(&workspace, "src/read.rs");
    let refused = |more: &[&str], why: &str| {
        let answer = fix(&workspace, more);
        assert_eq!(answer.code, 2, "{}", answer.out);
        assert!(answer.err.contains(why), "{}", answer.err);
        assert_eq!(read(&workspace, "src/read.rs"), before);
    };
    // The tests run inside of another repository: one that this is not a part of.
    let no_tree = workspace.run_with(
        &["fix", "--manifest-path", "product/Cargo.toml"],
        &[("GIT_CEILING_DIRECTORIES", workspace.root.to_str().expect("UTF-8"))],
    );
    assert_eq!((no_tree.code, no_tree.err.contains("--allow-no-vcs")), (2, true), "{}", no_tree.err);
    committed(&product(&workspace));
    workspace.write("product/notes.txt", "new");
    refused(&[], "notes.txt");
    refused(&["--allow-staged"], "--allow-dirty");
    git(&product(&workspace), &["add", "--all"]);
    refused(&[], "--allow-staged");
    let diff = fix(&workspace, &["--diff"]);
    assert_eq!(
        (diff.code, diff.out.contains("+    #[machineid_guard::guarded_tool")),
        (1, true),
        "a patch is printed anyway"
    );
    assert_eq!(read(&workspace, "src/read.rs"), before);
    assert_eq!(fix(&workspace, &["--allow-staged"]).code, 0);
}

#[test]
fn a_patch_is_what_would_be_written() {
    let workspace = codebase();
    committed(&product(&workspace));
    let patch = fix(&workspace, &["--diff"]).out;
    assert_eq!(fix(&workspace, &[]).code, 0);
    let written = read(&workspace, "src/error.rs");
    git(&product(&workspace), &["checkout", "--quiet", "."]);
    workspace.write("product/it.patch", patch);
    git(&product(&workspace), &["apply", "it.patch"]);
    assert_eq!(read(&workspace, "src/error.rs"), written);
}

#[test]
fn a_file_that_does_not_compile_with_its_change_is_put_back_and_named() {
    let workspace = codebase();
    // A choice among the variants that has to name each.
    let error = read(&workspace, "src/write.rs")
        + "\npub fn code(failure: &Failure) -> u8 {\n    match failure {\n        Failure::Empty => 1,\n    }\n}\n";
    workspace.write("product/src/write.rs", &error);
    committed(&product(&workspace));
    let answer = fix(&workspace, &[]);
    assert_eq!(answer.code, 1, "{}", answer.out);
    assert!(
        answer.err.contains("src/error.rs was put back") && answer.err.contains("non-exhaustive patterns"),
        "{}",
        answer.err
    );
    assert_eq!(read(&workspace, "src/write.rs"), error);
    assert!(!read(&workspace, "src/error.rs").contains("Denied"));
}

#[test]
fn a_codebase_that_did_not_compile_before_stays_as_it_was() {
    let workspace = codebase();
    workspace.write("product/src/error.rs", read(&workspace, "src/error.rs") + "fn broken() -> u8 { \"\" }\n");
    committed(&product(&workspace));
    let answer = fix(&workspace, &[]);
    assert_eq!((answer.code, answer.err.contains("it did not compile before either")), (2, true), "{}", answer.err);
    let status =
        std::process::Command::new("git").args(["status", "--porcelain"]).current_dir(product(&workspace)).output();
    assert_eq!(String::from_utf8_lossy(&status.expect("git").stdout), "", "nothing differs");
}

#[test]
fn a_read_only_checkout_stays_as_it_was() {
    let workspace = codebase();
    let file = product(&workspace).join("src/write.rs");
    let mut permissions = fs::metadata(&file).expect("it is there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).expect("its owner may");
    committed(&product(&workspace));
    // Who may write everywhere is not stopped by that.
    if fs::OpenOptions::new().write(true).open(&file).is_ok() {
        println!("skipped: this user may write to what is read-only");
        return;
    }
    let answer = fix(&workspace, &[]);
    assert_eq!((answer.code, answer.err.contains("src/write.rs cannot be written")), (2, true), "{}", answer.err);
    assert!(!read(&workspace, "src/read.rs").contains("guarded_tool"));
}

#[test]
fn tests_that_did_not_compile_before_hinder_nothing() {
    let workspace = codebase();
    workspace.write("product/tests/broken.rs", "fn broken() -> u8 { \"\" }\n");
    committed(&product(&workspace));
    let answer = fix(&workspace, &[]);
    assert_eq!(answer.code, 1, "{}\n{}", answer.out, answer.err);
    assert!(
        answer.err.contains("tests/broken.rs:1") && answer.err.contains("did not compile before"),
        "{}",
        answer.err
    );
    assert!(read(&workspace, "src/read.rs").contains("guarded_tool"));
}

#[test]
fn a_file_that_changes_while_it_runs_is_not_written_over() {
    let workspace = codebase();
    committed(&product(&workspace));
    let (git, file) = (workspace.root.join("bin/git"), product(&workspace).join("src/read.rs"));
    let real = std::env::var("PATH").expect("a path");
    // Somebody saves the file between the plan and the writing.
    workspace.write(
        "bin/git",
        format!("#!/bin/sh\nPATH={real:?}\n[ \"$3\" = status ] && git \"$@\" && echo '// saved' >> {file:?} && exit\nexec git \"$@\"\n"),
    );
    fs::set_permissions(&git, fs::Permissions::from_mode(0o755)).expect("its owner may");
    let path = format!("{}:{real}", workspace.root.join("bin").display());
    let answer = workspace.run_with(&["fix", "--manifest-path", "product/Cargo.toml"], &[("PATH", &path)]);
    assert_eq!((answer.code, answer.err.contains("changed while this ran")), (2, true), "{}", answer.err);
    assert!(read(&workspace, "src/read.rs").ends_with("// saved\n"));
    assert!(!read(&workspace, "src/write.rs").contains("guarded_tool"), "nothing was written");
}

#[test]
fn surfaces_that_the_fence_suggests_are_written_where_they_are_accepted() {
    let workspace = codebase();
    let acting = |file: &str, body: &str, more: &str| {
        let text = read(&workspace, file).replace("Err(Failure::Empty)", body) + more;
        workspace.write(&format!("product/{file}"), text);
    };
    let removes = "std::fs::remove_file(\"a\").map(|()| String::new()).map_err(|_| Failure::Empty)";
    acting("src/read.rs", removes, "");
    acting(
        "src/write.rs",
        "both()?;\n        put()",
        "\npub fn put() -> Result<String, Failure> {\n    std::fs::write(\"a\", \"b\").map(|()| String::new()).map_err(|_| Failure::Empty)\n}

fn both() -> Result<(), Failure> {\n    drop(std::process::Command::new(\"a\").spawn());\n    std::fs::write(\"a\", \"b\").map_err(|_| Failure::Empty)\n}

/// No tool comes here.\npub fn settings() -> Result<(), Failure> {\n    std::fs::write(\"a\", \"b\").map_err(|_| Failure::Empty)\n}\n",
    );
    committed(&product(&workspace));
    let answer = fix(&workspace, &["--accept-surfaces"]);
    assert_eq!(answer.code, 1, "{}\n{}", answer.out, answer.err);
    assert!(
        answer.err.contains("`write::both`: it acts on several surfaces (files, process)")
            && answer.err.lines().count() == 3,
        "{}",
        answer.err
    );
    let own = "    #[machineid_guard::side_effect(surface = \"files\", name = \"read\")]\n    fn run";
    assert!(read(&workspace, "src/read.rs").contains(own), "{}", read(&workspace, "src/read.rs"));
    let write = read(&workspace, "src/write.rs");
    assert!(write.contains("    #[machineid_guard::guarded_tool(name = \"write\")]\n    fn run"), "{write}");
    assert!(write.contains("\n#[machineid_guard::side_effect(surface = \"files\")]\npub fn put"), "{write}");
    assert_eq!(write.matches("machineid_guard::").count(), 2, "{write}");
    // What the user says of a tool goes before what is suggested.
    git(&product(&workspace), &["checkout", "--quiet", "."]);
    let named = fix(&workspace, &["--diff", "--accept-surfaces", "--surface", "read=disk"]);
    assert!(named.out.contains("side_effect(surface = \"disk\", name = \"read\")"), "{}", named.out);
    // Without the flag nothing is compiled before, and no surface is guessed.
    assert!(!fix(&workspace, &["--diff"]).out.contains("side_effect"));
}
