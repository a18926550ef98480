//! Bad input gives a clear message, and no verdict where something was not seen.

use std::fs;

use crate::workspace::{Workspace, alone, manifest, text};

const TOOL: &str = "#[tool_router] impl Server { #[tool] fn refund(&self) {} }";

fn product(library: &str) -> Workspace {
    Workspace::of(&["rmcp = \"1\""], library)
}

#[track_caller]
fn assert_no_verdict(workspace: &Workspace, said: &str) {
    let answer = workspace.run(&["scan"]);
    assert_eq!(answer.code, 2, "{}{}", answer.out, answer.err);
    assert!(answer.out.contains(said) && answer.out.contains("NO VERDICT"), "{said:?} is not in\n{}", answer.out);
}

#[test]
fn a_file_that_cannot_be_read_leaves_no_verdict() {
    assert_no_verdict(&product("fn broken( {"), "line 1:");
    let workspace = product("mod latin;");
    workspace.write("src/latin.rs", b"// caf\xe9\n");
    assert_no_verdict(&workspace, "it is not UTF-8");
    let workspace = product("mod big;");
    workspace.write("src/big.rs", "//\n".repeat(2 << 20));
    assert_no_verdict(&workspace, "files over 4 MiB");
    assert_no_verdict(&product("mod gone;"), "src/gone.rs");
    assert_eq!(product("mod gone;").scan()["files"], 1, "only what was read is counted");
    // What only another build has may be missing.
    assert_eq!(product("#[cfg(windows)] mod gone;").run(&["scan"]).code, 0);
}

#[test]
fn files_that_lead_back_are_read_once() {
    let workspace = product(&format!("#[path = \"lib.rs\"] mod again; {TOOL}"));
    assert_eq!(workspace.tools(), ["refund unguarded"]);
    #[cfg(unix)]
    {
        let workspace = product("mod a; mod b;");
        workspace.write("src/a.rs", TOOL);
        std::os::unix::fs::symlink("a.rs", workspace.root.join("src/b.rs")).expect("a link");
        std::os::unix::fs::symlink(".", workspace.root.join("src/loop")).expect("a link");
        assert_eq!(workspace.tools(), ["refund unguarded"]);
    }
}

#[test]
fn places_are_right_behind_marks_line_ends_and_letters_of_any_script() {
    let before = "\u{feff}#!/usr/bin/env run-cargo-script\r\n// größer: 日本語\r\n";
    let report = product(&format!("{before}/* é */ {TOOL}")).scan();
    let finding = &report["findings"][0];
    assert_eq!((&finding["line"], &finding["column"]), (&3.into(), &49.into()), "{report}");
}

#[test]
fn names_paths_and_reasons_with_terminal_escapes_are_shown_escaped() {
    let source = "#[path = \"a\u{1b}[2Jb.rs\"] mod inner;
#[tool_router] impl S { #[tool(name = \"a\u{1b}[2Jb\u{202e}c\")] fn refund(&self) {} }
#[tool_router] impl S { #[tool(name = \"same\u{1b}[2J\")] fn a(&self) {} #[tool(name = \"same\u{1b}[2J\")] fn b(&self) {} }
#[machineid_guard::guarded_tools] impl S { #[machineid_guard::unguarded(reason = \"c\u{1b}[2Jd\")] #[tool] pub fn e(&self) {} }";
    let workspace = product(source);
    workspace.write("src/a\u{1b}[2Jb.rs", TOOL);
    for form in ["human", "github", "json", "sarif"] {
        // As on a terminal: a pipe gets no escapes in any case.
        let answer = workspace.run_with(&["scan", "--all", "--message-format", form], &[("CLICOLOR_FORCE", "1")]);
        assert!(answer.out.contains("[2J"), "{form}: {:?}", answer.out);
        let is_raw = answer.out.contains("\u{1b}[2J") || answer.out.contains('\u{202e}');
        assert!(!is_raw, "{form}: {:?}", answer.out);
    }
}

#[test]
fn source_that_is_nested_deeply_is_read() {
    let deep = format!("fn f() {{ let _ = {}1{}; }} {TOOL}", "(".repeat(3000), ")".repeat(3000));
    assert_eq!(product(&deep).tools(), ["refund unguarded"]);
}

#[test]
fn nested_and_virtual_workspaces() {
    let workspace = Workspace::empty();
    workspace.write("Cargo.toml", "[workspace]\nmembers = [\"one\", \"two\"]\nexclude = [\"nested\"]\n");
    workspace.write("nested/Cargo.toml", alone("nested", &["rmcp = \"1\""]));
    for name in ["one", "two"] {
        workspace.write(&format!("{name}/Cargo.toml"), manifest(name, &["rmcp = \"1\""]));
    }
    for name in ["one", "two", "nested"] {
        workspace.write(&format!("{name}/src/lib.rs"), TOOL);
    }
    let packages = |arguments: &[&str]| {
        let all = [&["scan", "--message-format", "json"], arguments].concat();
        let report = workspace.run(&all).json();
        report["tools"].as_array().expect("a list").iter().map(|it| text(&it["package"]).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(packages(&[]), ["one", "two"]);
    assert_eq!(packages(&["-p", "two"]), ["two"]);
    assert_eq!(packages(&["--manifest-path", "nested/Cargo.toml"]), ["nested"]);
    let unknown = workspace.run(&["scan", "-p", "three"]);
    assert!(
        unknown.code == 2 && unknown.err.contains("no package `three`") && unknown.err.contains("one, two"),
        "{}",
        unknown.err
    );
}

#[test]
fn what_cargo_cannot_describe_is_said_in_its_words() {
    let nothing = Workspace::empty();
    let answer = nothing.run(&["scan", "--manifest-path", "gone/Cargo.toml"]);
    assert!(answer.code == 2 && answer.err.contains("gone/Cargo.toml"), "{}", answer.err);
    let broken = Workspace::empty();
    broken.write("Cargo.toml", "[package\n");
    let answer = broken.run(&["scan"]);
    assert!(answer.code == 2 && answer.err.contains("Cargo.toml"), "{}", answer.err);
}

#[test]
fn a_compiler_that_is_not_there_is_named() {
    let workspace = product(TOOL);
    workspace.assert_says_that_the_toolchain_is_missing("scan");
}

#[test]
fn nothing_is_written_and_a_read_only_checkout_is_fine() {
    let workspace = product(TOOL);
    let before = listing(&workspace);
    let environment = [("CARGO_TARGET_DIR", "elsewhere"), ("RUSTFLAGS", "-D warnings"), ("CARGO_NET_OFFLINE", "true")];
    assert_eq!(workspace.run_with(&["scan"], &environment).code, 1);
    assert_eq!(listing(&workspace), before);
}

fn listing(workspace: &Workspace) -> Vec<String> {
    let mut open = vec![workspace.root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            found.push(path.display().to_string());
            if path.is_dir() {
                open.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_tool_inside_of_a_macro_is_undecided_and_not_passed_over() {
    let source = r#"
        with_metrics! { #[tool_router] impl Server { #[tool] async fn hidden(&self) -> String { x() } } }
        macro_rules! fs_tool { ($name:ident, $text:literal) => { impl Tool for $name { fn name(&self) -> &str { $text } fn run(&self) {} } }; }
        fs_tool!(ReadFile, "read_file");
    "#;
    let mut tools = product(source).tools();
    tools.sort();
    assert_eq!(tools, ["hidden undecided", "read_file undecided"]);
}

#[test]
fn a_macro_that_several_frameworks_have_is_undecided_where_no_use_says_whose() {
    let source = "use crate::macros::*; #[tool] async fn search() -> R { x() }";
    let workspace = Workspace::of(&["rmcp = \"1\"", "swiftide = \"0.32\""], source);
    assert_eq!(workspace.tools(), ["search undecided"]);
}
