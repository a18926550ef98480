//! What guards a tool, and what only looks as if it did.

use crate::workspace::{Workspace, text};

const RMCP: &[&str] = &["rmcp = \"1\""];

#[track_caller]
fn assert_verdicts(source: &str, expected: &[&str]) {
    assert_eq!(Workspace::of(RMCP, source).tools(), expected, "{source}");
}

/// Each tool's verdict with the reason for it.
fn reasons(source: &str) -> Vec<String> {
    let report = Workspace::of(RMCP, source).scan();
    let tools = report["tools"].as_array().expect("a list");
    tools
        .iter()
        .map(|tool| format!("{}: {}", text(&tool["verdict"]), tool["why"].as_str().unwrap_or_default()))
        .collect()
}

#[test]
fn a_boundary_under_any_name_that_use_shows() {
    assert_verdicts(
        r#"
        use machineid_guard::{guarded_tool as guard, side_effect};
        use machineid_guard as mg;
        mod kit { pub use machineid_guard::*; pub mod prelude { pub use super::guarded_tool as inner; } }
        use crate::kit::prelude::*;
        #[tool_router] impl Server {
            #[guard] #[tool] fn renamed(&self) {}
            #[side_effect(surface = "payments")] #[tool] fn effect(&self) {}
            #[mg::guarded_tool] #[tool] fn by_alias(&self) {}
            #[kit::guarded_tool] #[tool] fn by_kit(&self) {}
            #[::machineid_guard::guarded_tool] #[tool] fn absolute(&self) {}
        }
        "#,
        &["renamed guarded", "effect guarded", "by_alias guarded", "by_kit guarded", "absolute guarded"],
    );
}

#[test]
fn an_attribute_of_another_crate_is_no_boundary() {
    let source = r"
        use other::guarded_tool;
        #[tool_router] impl Server { #[guarded_tool] #[tool] fn foreign(&self) {} }
        mod inner { #[tool_router] impl Server { #[guarded_tool] #[tool] fn unknown(&self) {} #[resume] #[tool] fn resumed(&self) {} } }
    ";
    assert_verdicts(source, &["foreign unguarded", "unknown undecided", "resumed unguarded"]);
}

#[test]
fn blocks_modules_and_lists_of_functions() {
    assert_verdicts(
        r#"
        use machineid_guard::{guarded_tools, unguarded};
        #[guarded_tools] #[tool_router] impl Server {
            #[tool] fn of_block(&self) {}
            #[unguarded(reason = "reads the clock")] #[tool] fn exempt(&self) {}
            #[unguarded] #[tool] fn without_a_reason(&self) {}
        }
        #[guarded_tools] mod tools {
            use machineid_guard::guarded_tools;
            #[tool_router] impl Server { #[tool] fn of_module(&self) {} }
            impl super::Tool for A { const NAME: &'static str = "other-trait"; fn call(&self) {} }
            #[guarded_tools(fns(call))] impl super::Tool for B { const NAME: &'static str = "named"; fn call(&self) {} }
            #[guarded_tools(fns(name))] impl super::Tool for C { const NAME: &'static str = "not-named"; fn call(&self) {} }
        }
        "#,
        &[
            "of_block guarded",
            "exempt exempt",
            "without_a_reason undecided",
            "of_module guarded",
            "other-trait unguarded",
            "named guarded",
            "not-named unguarded",
        ],
    );
}

#[test]
fn what_only_some_builds_have_is_undecided() {
    let reasons = reasons(
        r#"
        #[tool_router] impl Server { #[cfg_attr(feature = "guard", machineid_guard::guarded_tool)] #[tool] fn a(&self) {} }
        #[cfg_attr(feature = "guard", machineid_guard::guarded_tools)] #[tool_router] impl Server { #[tool] fn b(&self) {} }
        "#,
    );
    assert!(reasons.iter().all(|it| it.starts_with("undecided: ") && it.contains("some builds only")), "{reasons:?}");
    assert_eq!(reasons.len(), 2);
}

#[test]
fn a_boundary_that_the_frameworks_macro_drops_is_none() {
    let swiftide = |attributes: &str| {
        let source = format!("{attributes} async fn search(context: &dyn AgentContext) -> R {{ x() }}");
        Workspace::of(&["swiftide = \"0.32\""], &source).tools()
    };
    let (ours, theirs) = ("#[machineid_guard::guarded_tool]", "#[swiftide::tool(description = \"a\")]");
    assert_eq!(swiftide(&format!("{ours} {theirs}")), ["search guarded"]);
    assert_eq!(swiftide(&format!("{theirs} {ours}")), ["search unguarded"]);
}

#[test]
fn the_function_in_front_of_all_counts_only_where_it_is_in_front_of_all() {
    let source = |more: &str| {
        format!(
            r#"
            trait Tool {{ fn name(&self) -> &str; fn run(&self) -> R; }}
            impl Tool for A {{ fn name(&self) -> &str {{ "a" }} fn run(&self) -> R {{ x() }} }}
            #[machineid_guard::guarded_tool(name = name)]
            fn dispatch(name: &str, tools: &Tools) -> R {{ tools.get(name).run() }}
            {more}
            "#
        )
    };
    assert_verdicts(&source(""), &["a guarded"]);
    // Another crate can call a public trait's functions, past the one that asks; and a framework calls its own trait's.
    let public = source("").replace("trait Tool", "pub trait Tool");
    assert_verdicts(&public, &["a unguarded"]);
    let foreign = source("").replace("trait Tool { fn name(&self) -> &str; fn run(&self) -> R; }", "use other::Tool;");
    assert_verdicts(&foreign, &["a unguarded"]);
    assert_verdicts(&source("fn second_door(tool: &dyn Tool) -> R { tool.run() }"), &["a unguarded"]);
    assert_verdicts(&source("#[cfg(test)] mod tests { fn calls(tool: &dyn Tool) { tool.run(); } }"), &["a guarded"]);
}

#[test]
fn an_exemption_of_the_manifest_has_a_reason_and_may_not_be_stale() {
    let workspace = Workspace::of(RMCP, "#[tool_router] impl Server { #[tool] fn clock(&self) {} }");
    let exempt = |lines: &str| {
        let manifest = crate::workspace::alone("product", RMCP);
        workspace.write("Cargo.toml", format!("{manifest}\n[[package.metadata.machineid.exempt]]\n{lines}"));
        workspace.run(&["scan", "--message-format", "json"])
    };
    let good = exempt("item = \"Server::clock\"\nreason = \"reads the clock\"\n");
    assert_eq!((good.code, &good.json()["counts"]["exempt"]), (0, &1.into()), "{}", good.out);
    let stale = exempt("item = \"Server::gone\"\nreason = \"reads the clock\"\n").json();
    let rules: Vec<&str> = stale["findings"].as_array().expect("a list").iter().map(|it| text(&it["rule"])).collect();
    assert_eq!(rules, ["stale-exemption", "unguarded-tool"]);
    for wrong in [
        "item = \"Server::clock\"\n",
        "item = \"Server::clock\"\nreason = \" \"\n",
        "item = \"x\"\nreason = \"y\"\nrule = 1\n",
    ] {
        let answer = exempt(wrong);
        assert_eq!(answer.code, 2, "{wrong}");
        assert!(answer.err.contains("a `reason` that is not blank"), "{}", answer.err);
    }
}
