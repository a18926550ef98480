//! `cargo machineid fence`, run as a user runs it: it compiles packages that need nothing but the standard library.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod catalogue;
mod control;
mod runs;
mod shapes;
mod verdicts;
#[path = "../workspace/mod.rs"]
mod workspace;

use serde_json::Value;

use crate::workspace::{Answer, Workspace};

/// A package without dependencies that holds this library.
fn package(library: &str) -> Workspace {
    let workspace = Workspace::empty();
    workspace.write(
        "Cargo.toml",
        "[package]\nname = \"product\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[features]\nmore = []\n\n[workspace]\n",
    );
    workspace.write("src/lib.rs", library);
    workspace
}

/// The same, with attributes and types of the library's names: what they do is no matter of a fence.
fn guarded_package(library: &str) -> Workspace {
    let workspace = package(library);
    let attribute = |name: &str| {
        format!("#[proc_macro_attribute] pub fn {name}(_: TokenStream, item: TokenStream) -> TokenStream {{ item }}\n")
    };
    let attributes: String =
        ["guarded_tool", "side_effect", "resume", "guarded_tools", "unguarded"].map(attribute).concat();
    let guarded =
        "#[proc_macro] pub fn guarded(closure: TokenStream) -> TokenStream { closure.into_iter().skip(2).collect() }\n";
    workspace.write("macros/Cargo.toml", "[package]\nname = \"stub_macros\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[lib]\nproc-macro = true\n[workspace]\n");
    workspace.write(
        "macros/src/lib.rs",
        format!("extern crate proc_macro;\nuse proc_macro::TokenStream;\n{attributes}{guarded}"),
    );
    workspace.write("stub/Cargo.toml", "[package]\nname = \"machineid-guard\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nstub_macros = { path = \"../macros\" }\n[workspace]\n");
    workspace.write("stub/src/lib.rs", "pub use stub_macros::*;\npub struct Permit<S>(pub S);\n");
    workspace.write(
        "Cargo.toml",
        "[package]\nname = \"product\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nmachineid-guard = { path = \"stub\" }\n\n[workspace]\nexclude = [\"stub\", \"macros\"]\n",
    );
    workspace
}

/// The report, whatever the verdict.
fn fenced(workspace: &Workspace) -> Value {
    let answer = workspace.run(&["fence", "--message-format", "json"]);
    assert!(answer.code < 2, "{}", answer.err);
    answer.json()
}

/// Each effect as `function operation verdict`, in the order of the source.
fn effects(report: &Value) -> Vec<String> {
    let mut effects: Vec<&Value> = report["effects"].as_array().expect("a list").iter().collect();
    effects.sort_by_key(|it| (it["file"].to_string(), it["line"].as_u64(), it["column"].as_u64()));
    let text = |it: &Value, key: &str| it[key].as_str().expect("text").to_owned();
    let shown = |it: &&Value| format!("{} {} {}", text(it, "function"), text(it, "operation"), text(it, "verdict"));
    effects.iter().map(shown).collect()
}

#[track_caller]
fn assert_no_verdict(answer: &Answer, why: &str) {
    assert_eq!(answer.code, 2, "{}\n{}", answer.out, answer.err);
    assert!(answer.err.contains(why) && answer.err.contains("NO VERDICT"), "{why:?} is not in {}", answer.err);
    assert_eq!(answer.out, "", "no report that could be taken for one");
}
