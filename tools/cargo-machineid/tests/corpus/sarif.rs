//! SARIF against its schema, of which a published crate holds a copy.

use std::fs;

use serde_json::Value;

use crate::published::fetched;
use crate::workspace::Workspace;

/// Findings, none, and no verdict, with paths and names that JSON and addresses have to escape.
fn codebases() -> Vec<(i32, Workspace)> {
    let tool = "#[tool_router] impl S { #[tool(name = \"a \\u{1b}[2J\\u{202e} b\")] fn act(&self) {} #[tool] fn act(&self) {} }";
    let with = |code, path: &str, text: &str| {
        let workspace = Workspace::of(&["rmcp = \"1\""], &format!("#[path = {path:?}] mod inner;"));
        workspace.write(&format!("src/{path}"), text);
        (code, workspace)
    };
    vec![with(1, "with space, ü and 100%.rs", tool), with(0, "plain.rs", ""), with(2, "broken.rs", "fn (")]
}

#[test]
fn every_sarif_is_what_the_schema_demands() {
    let Some(source) = fetched("serde-sarif", "0.8.0") else { return };
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(source.join("src/schema.json")).unwrap()).unwrap();
    // A pattern of the standard's that is no regular expression, for a language that is not given here.
    for of in ["run", "toolComponent"] {
        schema["definitions"][of]["properties"]["language"].as_object_mut().unwrap().remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0" })), "it demands something");
    for (code, workspace) in codebases() {
        let answer = workspace.run(&["scan", "--message-format", "sarif"]);
        assert_eq!(answer.code, code, "{}", answer.err);
        let errors: Vec<String> = validator.iter_errors(&answer.json()).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn a_fingerprint_stays_when_lines_move_and_functions_come_before_it() {
    let fingerprints = |source: &str| -> Vec<Value> {
        let workspace = Workspace::of(&["rmcp = \"1\""], source);
        let log = workspace.run(&["scan", "--message-format", "sarif"]).json();
        let results = log["runs"][0]["results"].as_array().expect("a list");
        results.iter().map(|result| result["partialFingerprints"].clone()).collect()
    };
    let tool = "#[tool_router] impl S { #[tool] fn act(&self) {} }";
    let before = fingerprints(tool);
    assert_eq!(before.len(), 1);
    assert_eq!(fingerprints(&format!("fn other() {{}}\n\n\n{tool}")), before);
    let more = fingerprints(&format!("#[tool_router] impl Other {{ #[tool] fn first(&self) {{}} }}\n{tool}"));
    assert!(more.contains(&before[0]), "{more:?}");
}
