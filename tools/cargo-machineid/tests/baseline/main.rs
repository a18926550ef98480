//! `cargo machineid baseline`: what is known is no news, until its function changes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../workspace/mod.rs"]
mod workspace;

use std::fs;

use serde_json::Value;

use crate::workspace::{Workspace, alone};

const FILE: &str = "machineid-baseline.toml";

const TWO: &str = "use rmcp::tool;
#[tool_router]
impl Server {
    #[tool]
    fn read(&self) -> R { x() }
    #[tool]
    fn write(&self) -> R { y() }
}
";

fn codebase(source: &str) -> Workspace {
    Workspace::of(&["rmcp = \"1\""], source)
}

fn known(source: &str) -> Workspace {
    let workspace = codebase(source);
    let answer = workspace.run(&["baseline", "scan"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    workspace
}

/// The rules and items of what is left, and how many are known.
fn left(workspace: &Workspace) -> (Vec<String>, u64, i32) {
    let answer = workspace.run(&["scan", "--message-format", "json", "--baseline", FILE]);
    let report = answer.json();
    let shown = |it: &Value| format!("{} {}", it["rule"].as_str().expect("text"), it["item"].as_str().expect("text"));
    let findings = report["findings"].as_array().expect("a list").iter().map(shown).collect();
    (findings, report["known"].as_u64().expect("a number"), answer.code)
}

fn file(workspace: &Workspace) -> String {
    fs::read_to_string(workspace.root.join(FILE)).expect("it was written")
}

#[test]
fn what_is_known_is_no_news_and_is_counted_in_every_form() {
    let workspace = known(TWO);
    assert_eq!(left(&workspace), (vec![], 2, 0));
    let without = workspace.run(&["scan"]);
    assert_eq!(without.code, 1, "a file that nobody names knows nothing");
    for (format, said) in
        [("human", "2 findings not shown"), ("github", "2 findings are known"), ("json", "\"known\": 2")]
    {
        let answer = workspace.run(&["scan", "--baseline", FILE, "--message-format", format]);
        assert!(answer.out.contains(said), "{format}: {}", answer.out);
    }
}

#[test]
fn layout_comments_and_moved_lines_change_nothing() {
    let workspace = known(TWO);
    let moved = format!(
        "// moved\n\n{}",
        TWO.replace("{ x() }", "{\n        // a comment\n        x()\n    }")
            .replace("#[tool]\n    fn read", "/// Reads.\n    #[tool]\n    fn read")
    );
    workspace.write("src/lib.rs", moved);
    assert_eq!(left(&workspace), (vec![], 2, 0));
}

#[test]
fn a_finding_whose_function_changed_is_new_again_and_says_so() {
    for changed in [
        TWO.replace("x()", "x(1)"),
        TWO.replace("fn read(&self)", "fn read(&self, more: u8)"),
        TWO.replace("    #[tool]\n    fn read", "    #[inline]\n    #[tool]\n    fn read"),
    ] {
        let workspace = known(TWO);
        workspace.write("src/lib.rs", changed);
        assert_eq!(left(&workspace), (vec!["unguarded-tool Server::read".to_owned()], 1, 1));
        let answer = workspace.run(&["scan", "--baseline", FILE]);
        assert!(answer.out.contains("it was known, and the function has changed since"), "{}", answer.out);
    }
}

#[test]
fn a_new_tool_a_moved_and_a_second_one_of_a_known_path_are_news() {
    let workspace = known(TWO);
    workspace.write("src/lib.rs", TWO.replace("fn write", "fn erase"));
    assert_eq!(
        left(&workspace),
        (vec!["unguarded-tool Server::erase".to_owned(), "stale-baseline Server::write".to_owned()], 1, 1)
    );
    workspace.write("src/lib.rs", format!("mod inner {{ {TWO} }}").replace("impl Server", "impl Other"));
    assert_eq!(left(&workspace).0.len(), 4, "two are new, and two are none any more");
    // Two of one path, as behind two `cfg`s: one entry knows one of them.
    let twice = format!(
        "{TWO}#[cfg(unix)]\n#[tool_router]\nimpl Server {{\n    #[tool]\n    fn read(&self) -> R {{ x() }}\n}}\n"
    );
    workspace.write("src/lib.rs", twice);
    let (findings, known, _) = left(&workspace);
    assert_eq!((findings.iter().filter(|it| it.contains("Server::read")).count(), known), (1, 2), "{findings:?}");
}

#[test]
fn what_was_mended_is_a_stale_entry() {
    let workspace = known(TWO);
    workspace.write("src/lib.rs", TWO.replacen("#[tool]", "#[machineid_guard::guarded_tool] #[tool]", 1));
    assert_eq!(left(&workspace), (vec!["stale-baseline Server::read".to_owned()], 1, 1));
    let answer = workspace.run(&["baseline", "scan"]);
    assert!(answer.out.contains("- unguarded-tool `Server::read` in product"), "{}", answer.out);
    assert!(answer.out.contains("0 added, 1 removed, 1 as before"), "{}", answer.out);
    assert_eq!(left(&workspace), (vec![], 1, 0));
}

#[test]
fn the_file_is_the_same_for_the_same_findings() {
    let workspace = known(TWO);
    let first = file(&workspace);
    workspace.run(&["baseline", "scan"]);
    assert_eq!(file(&workspace), first);
    assert!(first.find("Server::read") < first.find("Server::write"), "sorted: {first}");
    assert!(!first.contains("\nline"), "{first}");
}

#[test]
fn one_package_does_not_know_for_another() {
    let workspace = Workspace::empty();
    workspace.write("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"3\"\n");
    for name in ["a", "b"] {
        workspace.write(&format!("{name}/Cargo.toml"), alone(name, &["rmcp = \"1\""]).replace("[workspace]\n", ""));
    }
    workspace.write("a/src/lib.rs", TWO);
    workspace.write("b/src/lib.rs", "");
    assert_eq!(workspace.run(&["baseline", "scan"]).code, 0);
    workspace.write("b/src/lib.rs", TWO);
    workspace.write("a/src/lib.rs", "");
    let (findings, known, code) = left(&workspace);
    assert_eq!((findings.len(), known, code), (4, 0, 1), "{findings:?}");
}

#[test]
fn what_cannot_be_known_never_is() {
    let workspace = codebase("mod broken;");
    workspace.write("src/broken.rs", "fn (");
    let answer = workspace.run(&["baseline", "scan"]);
    assert_eq!((answer.code, answer.err.contains("not every file could be read")), (2, true), "{}", answer.err);
    assert!(!workspace.root.join(FILE).exists());
    workspace.write(
        FILE,
        "version = 1\n[[finding]]\npackage = \"product\"\nrule = \"unread-file\"\nitem = \"src/broken.rs\"\n",
    );
    let scanned = workspace.run(&["scan", "--baseline", FILE]);
    assert_eq!(
        (scanned.code, scanned.err.contains("no rule whose findings can be known")),
        (2, true),
        "{}",
        scanned.err
    );
    workspace.write(FILE, "version = 1\n");
    assert_eq!(workspace.run(&["scan", "--baseline", FILE]).code, 2, "no verdict stays none");
}

#[test]
fn a_file_that_is_broken_or_not_there_is_no_verdict() {
    let workspace = codebase(TWO);
    for (text, why) in [
        ("version = 1\n[[finding]]\nitem = \"x\"\n", "missing field"),
        ("version = 2\n", "its version is 2"),
        ("version = 1\nmore = 2\n", "unknown field"),
        ("version = \n", "TOML parse error at line 1"),
        ("version = 1\n[[finding]]\npackage = \"p\"\nrule = \"no-rule\"\nitem = \"x\"\n", "\"no-rule\""),
    ] {
        workspace.write(FILE, text);
        let answer = workspace.run(&["scan", "--baseline", FILE]);
        assert_eq!((answer.code, answer.err.contains(why)), (2, true), "{why}: {}", answer.err);
    }
    let answer = workspace.run(&["scan", "--baseline", "gone.toml"]);
    assert_eq!((answer.code, answer.err.contains("cargo machineid baseline")), (2, true), "{}", answer.err);
}

#[test]
fn effects_are_known_beside_tools() {
    let workspace = Workspace::empty();
    workspace
        .write("Cargo.toml", "[package]\nname = \"product\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n");
    let source = "pub fn tidy() { drop(std::fs::remove_file(\"a\")); }\n";
    workspace.write("src/lib.rs", source);
    let answer = workspace.run(&["baseline"]);
    assert_eq!(
        (answer.code, answer.out.contains("+ unguarded-effect `tidy` (std::fs::remove_file) in product")),
        (0, true),
        "{}",
        answer.err
    );
    let fence = || workspace.run(&["fence", "--baseline", FILE]);
    assert_eq!(fence().code, 0, "{}", fence().out);
    assert_eq!(workspace.run(&["scan", "--baseline", FILE]).code, 0, "an entry of a fence is no scan's to call stale");
    workspace.run(&["baseline", "scan"]);
    assert_eq!(fence().code, 0, "what the other knows stays");
    workspace.write("src/lib.rs", source.replace("drop(", "drop(std::fs::remove_dir(\"b\")); drop("));
    let changed = fence();
    assert_eq!(
        (changed.code, changed.out.contains("std::fs::remove_dir, std::fs::remove_file")),
        (1, true),
        "{}",
        changed.out
    );
}

#[test]
fn the_workflow_is_one() {
    let answer = codebase("").run(&["ci"]);
    assert_eq!(answer.code, 0);
    for said in ["cargo machineid scan --message-format sarif", "cargo machineid fence", "upload-sarif"] {
        assert!(answer.out.contains(said), "{}", answer.out);
    }
    assert!(answer.err.contains(".github/workflows"));
}
