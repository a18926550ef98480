//! The tests' crates of the frameworks, with their attributes taken off: one run guards them, and their tests pass.
//!
//! It compiles frameworks, so it runs where `MACHINEID_REQUIRE_FRAMEWORKS` is set, and says else that it was skipped.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::published::{copy, repository};
use crate::workspace::{Answer, Workspace};

const MEMBERS: [&str; 5] = ["attribute_droppers", "one_authority", "registry_tools", "rig_tools", "rmcp_tools"];

const SURFACES: [&str; 7] = [
    "refund=payments",
    "send_email=email",
    "order_compost=payments",
    "order_groceries=payments",
    "send_reminder=email",
    "send_mail=email",
    "subscribe=payments",
];

#[test]
fn unguarded_frameworks_are_guarded_by_one_run_and_their_tests_pass() {
    if env::var_os("MACHINEID_REQUIRE_FRAMEWORKS").is_none() {
        println!("skipped: it compiles frameworks, where MACHINEID_REQUIRE_FRAMEWORKS is set");
        return;
    }
    let copy = Unguarded::copied();
    let before = copy.files();
    let mut arguments = vec!["fix", "--allow-no-vcs"];
    arguments.extend(SURFACES.iter().flat_map(|surface| ["--surface", surface]));
    let fixed = copy.run(&arguments);
    assert_eq!((fixed.code, fixed.err.as_str()), (0, ""), "{}\n{}", fixed.out, fixed.err);
    let after = copy.files();
    for ((path, before), (_, after)) in before.iter().zip(&after) {
        assert!(holds_in_order(after, before), "{} lost something:\n{after}", path.display());
    }
    let scanned = copy.run(&["scan"]);
    assert_eq!(scanned.code, 0, "{}", scanned.out);
    let again = copy.run(&arguments);
    assert_eq!((again.code, again.out.contains("nothing to write")), (0, true), "{}\n{}", again.out, again.err);
    assert_eq!(copy.files(), after, "a second run changes nothing");
    copy.test();
}

/// Whether all of `part` stands in `whole`, in its order.
fn holds_in_order(whole: &str, part: &str) -> bool {
    let mut rest = whole.bytes();
    part.bytes().all(|wanted| rest.any(|byte| byte == wanted))
}

/// A copy of the workspace without what guards it.
struct Unguarded {
    workspace: Workspace,
}

impl Unguarded {
    fn copied() -> Self {
        let workspace = Workspace::empty();
        let source = repository().join("tests/frameworks");
        for member in MEMBERS {
            copy(&source.join(member), &workspace.root.join(member), &without_guards);
        }
        for file in ["Cargo.lock", "clippy.toml"] {
            fs::copy(source.join(file), workspace.root.join(file)).expect("it is there");
        }
        let manifest = fs::read_to_string(source.join("Cargo.toml")).expect("it is there");
        let members = manifest.find("members = [").expect("members");
        let end = members + manifest[members..].find(']').expect("a list") + 1;
        let library = repository().join("machineid-guard");
        let manifest = format!("{}members = {MEMBERS:?}{}", &manifest[..members], &manifest[end..])
            .replace("../../machineid-guard", library.to_str().expect("UTF-8"));
        workspace.write("Cargo.toml", manifest);
        Self { workspace }
    }

    fn run(&self, arguments: &[&str]) -> Answer {
        // With the flags of the frameworks' own tests, which compiled all that is needed already.
        let flags = env::var("RUSTFLAGS").unwrap_or_default();
        let target = target();
        let target = target.to_str().expect("UTF-8");
        self.workspace.run_with(arguments, &[("CARGO_TARGET_DIR", target), ("RUSTFLAGS", &flags)])
    }

    /// What a run may write to.
    fn files(&self) -> Vec<(PathBuf, String)> {
        let mut found = Vec::new();
        files(&self.workspace.root, &mut found);
        found.sort();
        found
    }

    fn test(&self) {
        let mut command = Command::new(env!("CARGO"));
        command.args(["test", "--quiet", "--workspace"]).current_dir(&self.workspace.root);
        let output = command.env("CARGO_TARGET_DIR", target()).output().expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
    }
}

/// The dependencies are compiled once, for the frameworks' own tests and for this.
fn target() -> PathBuf {
    repository().join("tests/frameworks/target")
}

fn files(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.file_name().is_some_and(|name| name != "Cargo.lock") {
            found.push((path.clone(), fs::read_to_string(&path).expect("text")));
        }
    }
}

/// A file without what guards it.
fn without_guards(path: &Path, text: String) -> String {
    let is_source = path.parent().and_then(Path::file_name).is_some_and(|name| name == "src");
    match path.file_name().and_then(|name| name.to_str()) {
        Some("Cargo.toml") => without_dependency(&text),
        // What the attributes needed is brought in for nothing now.
        Some("lib.rs") if is_source && !is_of_tests(path) => format!("#![allow(unused)]\n{}", unguarded(&text)),
        _ if is_source && !is_of_tests(path) => unguarded(&text),
        _ => text,
    }
}

/// The handle on the authority guards nothing.
fn is_of_tests(folder: &Path) -> bool {
    folder.components().any(|part| part.as_os_str() == "one_authority")
}

fn without_dependency(manifest: &str) -> String {
    // Its own dependency: the tests' is written anew, with the feature that they need.
    let is_of_tests = manifest.contains("name = \"one_authority\"");
    let keep = |line: &&str| is_of_tests || !line.starts_with("machineid-guard");
    manifest.split_inclusive('\n').filter(keep).collect()
}

/// The source as it was before anybody guarded it.
fn unguarded(source: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut in_block = false;
    for line in source.split_inclusive('\n') {
        let text = line.trim();
        let is_attribute =
            ["#[guarded_tool", "#[side_effect", "#[guarded_tools"].iter().any(|start| text.starts_with(start));
        if in_block {
            in_block = text != "}";
        } else if text.starts_with("machineid_guard::denials!") || text.starts_with("fn refused(denied: Denied)") {
            // With its comment.
            kept.pop();
            in_block = true;
        } else if text == "Denied(#[from] Denied)," {
            // With its text and its documentation.
            kept.truncate(kept.len() - 2);
        } else if !is_attribute && (!text.starts_with("use machineid_guard::") || text.contains("::GateToolSet")) {
            kept.push(line);
        }
    }
    kept.concat()
}
