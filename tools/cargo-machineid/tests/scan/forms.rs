//! The forms of a report, and the exit status.

use std::collections::BTreeSet;

use crate::workspace::{Workspace, documented, keys, text};

const UNGUARDED: &str = "#[tool_router] impl Server { #[tool] fn refund(&self) {} }";
const GUARDED: &str = "#[tool_router] impl Server { #[machineid_guard::guarded_tool] #[tool] fn refund(&self) {} }";

fn product(library: &str) -> Workspace {
    Workspace::of(&["rmcp = \"1\""], library)
}

#[test]
fn the_exit_status_says_how_it_went() {
    assert_eq!(product(GUARDED).run(&["scan"]).code, 0);
    assert_eq!(product(UNGUARDED).run(&["scan"]).code, 1);
    assert_eq!(product("fn broken( {").run(&["scan"]).code, 2);
    let none = product("").run(&["scan"]);
    assert_eq!(none.code, 0);
    assert!(none.out.contains("No tool was found"), "{}", none.out);
}

#[test]
fn a_person_sees_the_place_and_what_to_write() {
    let answer = product(UNGUARDED).run(&["scan"]);
    for part in [
        "error[unguarded-tool]: the rmcp tool \"refund\" runs without asking",
        "src/lib.rs:1:",
        "nobody asks before this runs",
        "write `#[machineid_guard::guarded_tool]` on top of its attributes",
        "1 tool in 1 file: 0 guarded, 0 exempt, 1 unguarded, 0 undecided",
    ] {
        assert!(answer.out.contains(part), "{part:?} is not in\n{}", answer.out);
    }
    assert!(!answer.out.contains('\u{1b}'), "no colour in a pipe");
}

#[test]
fn the_attribute_has_the_name_where_the_function_has_another() {
    let help = |source: &str| product(source).run(&["scan"]).out;
    let by_trait = help("impl Tool for S { const NAME: &str = \"stock-report\"; fn call(&self) {} }");
    assert!(by_trait.contains("#[machineid_guard::guarded_tool(name = \"stock-report\")]"), "{by_trait}");
    // A boundary finds the name of the attribute below it.
    let by_attribute = help("#[tool_router] impl S { #[tool(name = \"stock-report\")] fn report(&self) {} }");
    assert!(by_attribute.contains("`#[machineid_guard::guarded_tool]`"), "{by_attribute}");
}

#[test]
fn json_keeps_its_fields() {
    let report = product(UNGUARDED).scan();
    assert_eq!((&report["version"], &report["outcome"]), (&1.into(), &"findings".into()));
    let (finding, tool) = (&report["findings"][0], &report["tools"][0]);
    for (field, value) in
        [("rule", "unguarded-tool"), ("level", "error"), ("file", "src/lib.rs"), ("item", "Server::refund")]
    {
        assert_eq!(text(&finding[field]), value);
    }
    assert_eq!((&finding["line"], &finding["column"]), (&1.into(), &41.into()));
    for (field, value) in
        [("name", "refund"), ("framework", "rmcp"), ("verdict", "unguarded"), ("package", "product"), ("target", "lib")]
    {
        assert_eq!(text(&tool[field]), value);
    }
    assert_eq!(report["frameworks"][0]["framework"], "rmcp");
}

#[test]
fn sarif_lists_every_rule_in_a_clean_run_too() {
    let run = |library: &str| product(library).run(&["scan", "--message-format", "sarif"]).json()["runs"][0].clone();
    let (clean, found) = (run(GUARDED), run(UNGUARDED));
    assert_eq!(
        clean["tool"]["driver"]["rules"].as_array().map(Vec::len),
        found["tool"]["driver"]["rules"].as_array().map(Vec::len)
    );
    assert_eq!(clean["results"].as_array().map(Vec::len), Some(0));
    let result = &found["results"][0];
    assert_eq!(result["ruleId"], "unguarded-tool");
    // Lines that move leave the fingerprint as it is.
    let moved = run(&format!("\n\n{UNGUARDED}"));
    assert_ne!(moved["results"][0]["locations"], result["locations"]);
    assert_eq!(moved["results"][0]["partialFingerprints"], result["partialFingerprints"]);
}

#[test]
fn github_shows_each_at_its_line() {
    let answer = product(UNGUARDED).run(&["scan", "--message-format", "github"]);
    assert!(answer.out.starts_with("::error file=src/lib.rs,line=1,col=41,title=unguarded-tool::"), "{}", answer.out);
    assert_eq!(answer.out.lines().count(), 1, "line ends are escaped: {}", answer.out);
}

#[test]
fn every_rule_has_a_page() {
    let workspace = Workspace::empty();
    for rule in ["unguarded-tool", "undecided-tool", "duplicate-tool-name", "stale-exemption", "unread-file"] {
        let page = workspace.run(&["explain", rule]);
        assert!(page.code == 0 && page.out.starts_with(&format!("# {rule}\n")), "{}", page.out);
    }
    let unknown = workspace.run(&["explain", "unguarded"]);
    assert!(unknown.code == 2 && unknown.err.contains("unguarded-tool, undecided-tool"), "{}", unknown.err);
}

#[test]
fn two_tools_of_one_name_are_told() {
    let source =
        "#[tool_router] impl A { #[tool] fn search(&self) {} } #[tool_router] impl B { #[tool] fn search(&self) {} }";
    let report = product(source).scan();
    let rules: Vec<&str> = report["findings"].as_array().expect("a list").iter().map(|it| text(&it["rule"])).collect();
    assert_eq!(rules.iter().filter(|rule| **rule == "duplicate-tool-name").count(), 1);
    // Two entrances of one tool are one tool.
    let one =
        "trait Tool {} impl Tool for A { const NAME: &str = \"a\"; fn call(&self) {} fn call_with_status(&self) {} }";
    let report = product(one).scan();
    assert!(report["findings"].as_array().expect("a list").iter().all(|it| it["rule"] != "duplicate-tool-name"));
}

#[test]
fn tools_of_tests_and_examples_are_told_apart() {
    let workspace = product("#[cfg(test)] mod tests { #[tool_router] impl A { #[tool] fn in_test(&self) {} } }");
    workspace.write("examples/demo.rs", UNGUARDED);
    workspace.write("tests/it.rs", UNGUARDED);
    let report = workspace.scan();
    assert_eq!((&report["outcome"], &report["counts"]["tools"]), (&"clean".into(), &0.into()));
    assert_eq!(report["counts"]["of_tests_and_examples"], 3);
}

#[test]
fn the_document_names_each_field_of_tools_findings_and_counts_and_no_other() {
    // A tool that has every field, and one that has only those that are always there.
    let source = "#[tool_router] impl S { #[tool(annotations(destructive_hint = true))] fn refund(&self) {} }
        with_metrics! { #[tool_router] impl T { #[tool] async fn hidden(&self) -> String { x() } } }";
    let report = Workspace::of(&["rmcp = \"1\""], source).scan();
    let all = |list: &str| report[list].as_array().expect("a list").iter().flat_map(keys).collect::<BTreeSet<_>>();
    for (field, written) in
        [("tools", all("tools")), ("findings", all("findings")), ("counts", keys(&report["counts"]))]
    {
        assert_eq!(written.iter().map(String::as_str).collect::<BTreeSet<_>>(), documented("JSON", field), "{field}");
    }
    for field in keys(&report) {
        documented("JSON", &field);
    }
}
