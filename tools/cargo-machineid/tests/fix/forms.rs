//! What is written, for every form of return type, name and place. `--diff` shows it and builds nothing.

use crate::workspace::Workspace;

/// The lines that a patch puts in.
fn added(workspace: &Workspace, more: &[&str]) -> Vec<String> {
    let answer = workspace.run(&[&["fix", "--diff"], more].concat());
    let lines = answer.out.lines().filter(|line| line.starts_with('+') && !line.starts_with("+++"));
    lines.map(|line| line[1..].trim_end_matches('\r').to_owned()).collect()
}

fn library(dependencies: &[&str], source: &str) -> Workspace {
    Workspace::of(dependencies, source)
}

const RMCP: &[&str] = &["rmcp = \"1\""];

#[track_caller]
fn assert_adds(workspace: &Workspace, expected: &[&str]) {
    let added = added(workspace, &[]);
    for line in expected {
        assert!(added.iter().any(|it| it.trim() == *line), "{line:?} is not in:\n{}", added.join("\n"));
    }
}

#[track_caller]
fn assert_leaves(workspace: &Workspace, expected: &str) {
    let answer = workspace.run(&["fix", "--diff"]);
    assert!(!answer.out.contains("guarded_tool"), "{}", answer.out);
    assert!(answer.err.contains(expected), "{expected:?} is not in:\n{}", answer.err);
    assert_eq!(answer.code, 1);
}

#[test]
fn the_boundary_stands_on_top_of_the_attributes_and_below_the_documentation() {
    let source = "
use rmcp::{tool, tool_router};
#[tool_router]
impl Server {
    /// Reads.
    #[allow(unused)]
    #[tool(name = \"read-it\")]
    fn read(&self) -> Result<String, String> { x() }
    fn other() {} #[tool] pub(crate) async fn on_a_line(&self) -> Result<String, String> { x() }
}
";
    let answer = library(RMCP, source).run(&["fix", "--diff"]);
    assert!(answer.out.contains("+    #[machineid_guard::guarded_tool]\n     #[allow(unused)]"), "{}", answer.out);
    assert!(
        answer.out.contains("+    fn other() {} #[machineid_guard::guarded_tool] #[tool] pub(crate)"),
        "{}",
        answer.out
    );
}

#[test]
fn carriage_returns_tabs_and_a_byte_order_mark_stay() {
    let source = "\u{feff}use rmcp::tool;\r\n#[tool_router]\r\nimpl Server {\r\n\t#[tool]\r\n\tfn read(&self) -> R {}\r\n}\r\ntype R = Result<String, String>;\r\n";
    let answer = library(RMCP, source).run(&["fix", "--diff"]);
    assert!(answer.out.contains("+\t#[machineid_guard::guarded_tool]\r\n \t#[tool]\r\n"), "{:?}", answer.out);
    let without = answer.out.lines().filter(|line| line.starts_with('-') && !line.starts_with("---")).count();
    assert_eq!(without, 0, "nothing is taken away:\n{}", answer.out);
    assert!(
        answer
            .out
            .lines()
            .filter(|line| line.starts_with('+') && line.contains("src/") || line.starts_with("+\t"))
            .count()
            > 0
    );
}

#[test]
fn a_name_is_written_where_the_model_calls_it_otherwise() {
    let own = |name: &str| {
        format!(
            "trait Tool {{ fn name(&self) -> String; fn run(&self) -> Result<String, String>; }}
impl Tool for A {{
    fn name(&self) -> String {{ {name} }}
    fn run(&self) -> Result<String, String> {{ x() }}
}}
"
        )
    };
    assert_adds(
        &library(&[], &own("\"search-web\".into()")),
        &["#[machineid_guard::guarded_tool(name = \"search-web\")]"],
    );
    assert_adds(&library(&[], &own("self.0.clone()")), &["#[machineid_guard::guarded_tool(name = self.name())]"]);
    let by = |of_trait: &str| {
        format!(
            "trait Tool {{ {of_trait} fn run(&self) -> Result<String, String>; }}\nstruct A;\nimpl Tool for A {{\n    fn run(&self) -> Result<String, String> {{ x() }}\n}}\n"
        )
    };
    assert_adds(&library(&[], &by("")), &["#[machineid_guard::guarded_tool(name = \"A\")]"]);
    assert_adds(
        &library(&[], &by("fn id() -> String { x() }")),
        &["#[machineid_guard::guarded_tool(name = Self::id())]"],
    );
    let rig = "impl rig::tool::Tool for Sum { const NAME: &'static str = \"sum\";\nasync fn call(&self, a: A) -> Result<O, String> { x() } }";
    assert_adds(
        &library(&["rig = { package = \"rig-core\", version = \"0.44\" }"], rig),
        &["#[machineid_guard::guarded_tool(name = \"sum\")]"],
    );
}

#[test]
fn a_choice_by_name_is_guarded_at_the_callee_or_by_what_it_chooses_with() {
    let source = |arm: &str| {
        format!(
            "fn specs() -> Vec<ToolSpec> {{ vec![ToolSpec {{ name: \"read\", x: 1 }}, ToolSpec {{ name: \"write\", x: 2 }}] }}
fn dispatch(tool: &str) -> Result<String, String> {{ match tool {{ \"read\" => {arm}, \"write\" => write_it(), _ => y!() }} }}
fn read_it() -> Result<String, String> {{ x!() }}
fn write_it() -> Result<String, String> {{ x!() }}
"
        )
    };
    assert_adds(
        &library(&[], &source("read_it()")),
        &["#[machineid_guard::guarded_tool(name = \"read\")]", "#[machineid_guard::guarded_tool(name = \"write\")]"],
    );
    assert_adds(&library(&[], &source("Ok(String::new())")), &["#[machineid_guard::guarded_tool(name = tool)]"]);
}

#[test]
fn what_acts_on_a_surface_that_the_user_names_is_a_side_effect() {
    let source =
        "use rmcp::tool; #[tool_router]\nimpl Server {\n#[tool] fn refund(&self) -> Result<(), String> { x() }\n}";
    let by = |surface: &str| added(&library(RMCP, source), &["--surface", surface]);
    let expected = "#[machineid_guard::side_effect(surface = \"payments\")]";
    for tool in ["refund=payments", "Server::refund=payments"] {
        assert!(by(tool).iter().any(|line| line == expected), "{:?}", by(tool));
    }
    let unknown = library(RMCP, source).run(&["fix", "--diff", "--surface", "refnd=payments"]);
    assert!(unknown.err.contains("no tool is called `refnd`"), "{}", unknown.err);
    for wrong in ["refund", "=payments", "refund=", "refund=a:b"] {
        let answer = library(RMCP, source).run(&["fix", "--diff", "--surface", wrong]);
        assert_eq!((answer.code, answer.err.contains("refund=payments")), (2, true), "{wrong}: {}", answer.err);
    }
}

/// A tool that returns this, with these items beside it.
fn returning(dependencies: &[&str], ty: &str, items: &str) -> Workspace {
    let source = format!(
        "use rmcp::{{tool, tool_router}};\n#[tool_router]\nimpl Server {{\n    #[tool]\n    async fn act(&self) -> {ty} {{ x() }}\n}}\n{items}\n"
    );
    library(&[RMCP, dependencies].concat(), &source)
}

#[test]
fn errors_of_other_crates_are_said_once_at_the_root() {
    let line =
        |ty: &str, items: &str, expected: &[&str]| assert_adds(&returning(&["anyhow = \"1\""], ty, items), expected);
    let anyhow = "anyhow::Error => |denied| anyhow::Error::msg(denied.agent_message()),";
    line("anyhow::Result<()>", "", &["machineid_guard::denials! {", anyhow]);
    line("Result<()>", "use anyhow::{anyhow, Result};", &[anyhow]);
    line("Mine<u8>", "type Mine<T> = std::result::Result<T, anyhow::Error>;", &[anyhow]);
    line("futures::future::BoxFuture<'_, anyhow::Result<()>>", "", &[anyhow]);
    line("std::pin::Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + '_>>", "", &[anyhow]);
    line(
        "std::io::Result<()>",
        "",
        &[
            "std::io::Error => |denied| std::io::Error::new(std::io::ErrorKind::PermissionDenied, denied.agent_message()),",
        ],
    );
    line(
        "Result<(), Box<dyn std::error::Error + Send + Sync>>",
        "",
        &["Box<dyn std::error::Error + Send + Sync> => |denied| denied.agent_message().into(),"],
    );
}

#[test]
fn a_future_behind_an_alias_is_said_to_be_one() {
    let alias = "type Later<'a> = std::pin::Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>>;";
    assert_adds(&returning(&[], "Later<'_>", alias), &["#[machineid_guard::guarded_tool(future)]"]);
}

#[test]
fn a_line_joins_the_lines_that_are_there() {
    let there = "machineid_guard::denials! {\n    miette::Report => miette::Report::msg\n}";
    let added = added(&returning(&["anyhow = \"1\""], "anyhow::Result<()>", there), &[]);
    assert!(
        added.contains(&"    anyhow::Error => |denied| anyhow::Error::msg(denied.agent_message()),".to_owned()),
        "{added:?}"
    );
    assert!(!added.iter().any(|line| line.contains("denials!")), "{added:?}");
}

#[test]
fn an_error_of_the_codebase_gets_what_its_form_allows() {
    let gets = |items: &str, expected: &[&str]| {
        assert_adds(&returning(&["thiserror = \"2\""], "Result<(), Failure>", items), expected);
    };
    let plain = ["#[error(\"{}\", .0.agent_message())]", "Denied(#[from] machineid_guard::Denied),"];
    gets("#[derive(Debug, thiserror::Error)] pub enum Failure {\n    #[error(\"a\")]\n    A,\n}", &plain);
    gets(
        "use thiserror::Error;\n#[derive(Debug, Error)]\nenum Failure {\n    #[error(\"a\")]\n    A // the last\n}",
        &plain,
    );
    let by_text = ["impl From<machineid_guard::Denied> for Failure {", "Self::Denied(denied.agent_message())"];
    gets(
        "#[derive(Debug, PartialEq, thiserror::Error)]\nenum Failure {\n    #[error(\"a\")]\n    A,\n}",
        &["#[error(\"{0}\")]", "Denied(String),", by_text[0], by_text[1]],
    );
    gets(
        "#[derive(Debug)]\nenum Failure {\n    A,\n}\nimpl std::fmt::Display for Failure {\n    fn fmt(&self, out: &mut F) -> R {\n        match self {\n            Self::A => x(),\n        }\n    }\n}",
        &["Denied(String),", "Self::Denied(text) => out.write_str(text),", by_text[0]],
    );
    gets("struct Failure(String);", &[by_text[0], "Self(denied.agent_message())"]);
    gets("struct Failure { why: String }", &[by_text[0], "Self { why: denied.agent_message() }"]);
    gets(
        "struct Failure { why: String, code: u8 }\nimpl Failure { fn new(why: impl Into<String>) -> Self { x() } }",
        &[by_text[0], "Self::new(denied.agent_message())"],
    );
    gets(
        "#[derive(Debug, thiserror::Error)]\nenum Failure {\n    #[error(\"x\")]\n    Denied,\n}",
        &[plain[0], "DeniedByAuthority(#[from] machineid_guard::Denied),"],
    );
}

#[test]
fn what_carries_a_denial_already_gets_the_attribute_alone() {
    for (ty, items) in [
        ("Result<(), String>", ""),
        ("Result<(), machineid_guard::Denied>", ""),
        ("Result<(), Failure>", "enum Failure { Denied(#[from] machineid_guard::Denied) }"),
        (
            "Result<(), Failure>",
            "struct Failure; impl From<machineid_guard::Denied> for Failure { fn from(d: D) -> Self { x() } }",
        ),
        (
            "Answer",
            "struct Answer; impl machineid_guard::FromDenied for Answer { fn from_denied(d: D) -> Self { x() } }",
        ),
    ] {
        let added = added(&returning(&[], ty, items), &[]);
        let of_source: Vec<&String> = added.iter().take_while(|line| !line.contains("cfg(test)")).collect();
        assert_eq!(of_source, [&"    #[machineid_guard::guarded_tool]".to_owned(), &String::new()], "{ty}");
    }
}

#[test]
fn what_is_no_result_says_what_a_denied_call_returns() {
    assert_adds(
        &returning(&[], "String", ""),
        &["#[machineid_guard::guarded_tool(on_denied = |denied| denied.agent_message())]"],
    );
    let answer = "struct Answer { ok: bool, text: String }\nimpl Answer { fn error(text: &str) -> Self { x() } }";
    assert_adds(
        &returning(&[], "Answer", answer),
        &["impl machineid_guard::FromDenied for Answer {", "Self::error(&denied.agent_message())"],
    );
}

#[test]
fn what_cannot_be_shown_to_be_right_is_left_and_said() {
    assert_leaves(&returning(&[], "u64", ""), "`on_denied = |denied| …` in the attribute");
    assert_leaves(
        &returning(&[], "Answer", "struct Answer { ok: bool }"),
        "`impl machineid_guard::FromDenied for Answer`",
    );
    assert_leaves(
        &returning(&["sqlx = \"0.8\""], "Result<(), sqlx::Error>", ""),
        "machineid_guard::denials! { sqlx::Error => |denied| … }",
    );
    assert_leaves(
        &returning(&[], "Result<(), Failure>", "#[derive(Clone, Copy)] enum Failure { A }"),
        "write `impl From<machineid_guard::Denied> for Failure`",
    );
    let with = |attribute: &str| {
        library(
            RMCP,
            &format!(
                "use rmcp::tool;\n#[tool_router] impl S {{ {attribute} #[tool] fn act(&self) -> Result<(), String> {{ x() }} }}"
            ),
        )
    };
    assert_leaves(&with("#[cached::proc_macro::cached]"), "answers from its cache without asking");
    assert_leaves(
        &library(
            RMCP,
            "// @generated\nuse rmcp::tool;\n#[tool_router] impl S { #[tool] fn act(&self) -> Result<(), String> { x() } }",
        ),
        "made by a program",
    );
    assert_leaves(&library(RMCP, "make! { #[tool_router] impl S { #[tool] fn act(&self) {} } }"), "inside of a macro");
}

#[test]
fn a_file_outside_of_the_workspace_is_left() {
    let workspace = library(RMCP, "");
    let outside = Workspace::empty();
    outside.write(
        "shared.rs",
        "use rmcp::tool;\n#[tool_router] impl S { #[tool] fn act(&self) -> Result<(), String> { x() } }",
    );
    workspace.write("src/lib.rs", format!("#[path = {:?}] mod shared;", outside.root.join("shared.rs")));
    assert_leaves(&workspace, "outside of the workspace");
}

#[test]
fn tools_that_are_guarded_exempt_or_only_in_tests_get_nothing() {
    let source = "use rmcp::tool;
#[tool_router] impl S { #[machineid_guard::guarded_tool] #[tool] fn guarded(&self) -> R {} }
#[cfg(test)] mod tests { #[tool_router] impl S { #[tool] fn of_a_test(&self) -> R {} } }
";
    let answer = library(RMCP, source).run(&["fix", "--diff"]);
    assert_eq!((answer.code, answer.out.as_str(), answer.err.as_str()), (0, "", ""));
}

#[test]
fn the_dependency_joins_a_manifest_of_any_form() {
    let source = "use rmcp::tool; #[tool_router] impl S { #[tool] fn act(&self) -> CallToolResult { x() } }\nuse rmcp::model::CallToolResult;";
    let joins = |table: &str, expected: &str| {
        let workspace = library(&[], source);
        let of_workspace = if table.contains("[workspace") { "" } else { "[workspace]\n\n" };
        let head = format!("[package]\nname = \"product\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{of_workspace}");
        workspace.write("Cargo.toml", format!("{head}{table}"));
        workspace.write(
            "Cargo.lock",
            "version = 4\n[[package]]\nname = \"rmcp\"\nversion = \"1.8.0\"\nsource = \"registry+x\"\n",
        );
        let answer = workspace.run(&["fix", "--diff"]);
        assert!(answer.out.contains(expected), "{expected:?} is not in:\n{}\n{}", answer.out, answer.err);
        let of_manifest = answer.out.lines().take_while(|line| !line.starts_with("--- a/src"));
        let taken = of_manifest.filter(|line| line.starts_with('-') && !line.starts_with("---")).count();
        assert_eq!(taken, usize::from(expected.contains("\n-") || expected.starts_with('-')), "{}", answer.out);
    };
    let new = "machineid-guard = { version = \"0.1\", features = [\"rmcp-1\"] }";
    joins("[dependencies]\nabc = \"1\"\nrmcp = \"1\"\n", &format!(" abc = \"1\"\n+{new}\n rmcp"));
    joins("[dependencies]\nzlib = \"1\"\nrmcp = \"1\" # last\n", &format!(" rmcp = \"1\" # last\n+{new}"));
    joins("[dependencies]\r\nrmcp = \"1\"\r\n", &format!("+{new}\r\n"));
    joins(
        "[dependencies.rmcp]\nversion = \"1\"\n",
        "+[dependencies.machineid-guard]\n+version = \"0.1\"\n+features = [\"rmcp-1\"]",
    );
    joins(
        "[dependencies]\nrmcp = \"1\"\nmachineid-guard = \"0.1\"\n",
        "-machineid-guard = \"0.1\"\n+machineid-guard = { version = \"0.1\", features = [\"rmcp-1\"] }",
    );
    joins(
        "[dependencies]\nrmcp = \"1\"\nmachineid-guard = { git = \"https://example.org/g\", features = [\"tower\"] }\n",
        "\n-machineid-guard = { git = \"https://example.org/g\", features = [\"tower\"] }\n+machineid-guard = { git = \"https://example.org/g\", features = [\"tower\", \"rmcp-1\"] }",
    );
    joins(
        "[dependencies]\nrmcp = \"1\"\nguard = { package = \"machineid-guard\", version = \"0.1\" }\n",
        "\n-guard = { package = \"machineid-guard\", version = \"0.1\" }\n+guard = { package = \"machineid-guard\", version = \"0.1\", features = [\"rmcp-1\"] }",
    );
    joins(
        "[workspace.dependencies]\nmachineid-guard = \"0.1\"\n[dependencies]\nrmcp = \"1\"\nmachineid-guard.workspace = true\n",
        "+machineid-guard.features = [\"rmcp-1\"]",
    );
    joins(
        "[dependencies]\nrmcp = \"1\"\n[dependencies.machineid-guard]\nversion = \"0.1\"\n",
        " version = \"0.1\"\n+features = [\"rmcp-1\"]",
    );
    joins(
        "[dependencies]\nrmcp = \"1\"\n[workspace.dependencies]\nmachineid-guard = \"0.1\"\n",
        "+machineid-guard = { workspace = true, features = [\"rmcp-1\"] }",
    );
}

#[test]
fn a_library_under_another_name_is_written_under_it() {
    let source = "use rmcp::tool; #[tool_router] impl S { #[tool] fn act(&self) -> anyhow::Result<()> { x() } }";
    let workspace = library(RMCP, source);
    let manifest = crate::workspace::alone("product", RMCP)
        .replace("machineid-guard = \"0.1\"", "mg = { package = \"machineid-guard\", version = \"0.1\" }");
    workspace.write("Cargo.toml", manifest);
    let added = added(&workspace, &[]);
    assert!(added.iter().any(|line| line.contains("#[mg::guarded_tool] #[tool]")), "{added:?}");
    assert!(added.iter().any(|line| line == "mg::denials! {"), "{added:?}");
    assert!(!added.iter().any(|line| line.contains("machineid")), "{added:?}");
}

#[test]
fn the_test_of_a_server_takes_the_frameworks_own_list() {
    let added = added(&returning(&[], "Result<(), String>", ""), &[]);
    assert!(added.iter().any(|line| line.contains("super::Server::tool_router().list_all()")), "{added:?}");
    let own = "trait Tool { fn name(&self) -> String; fn run(&self) -> Result<(), String>; }\nimpl Tool for A { fn name(&self) -> String { \"a\".into() } fn run(&self) -> Result<(), String> { x() } }";
    assert_adds(&library(&[], own), &["fn on_the_list() {", "\"a\","]);
}

#[test]
fn the_codebases_own_tests_get_an_authority() {
    let source = "use rmcp::tool;
#[tool_router] impl S { #[tool] fn act(&self) -> Result<(), String> { x() } }
#[cfg(test)] mod tests { #[test] fn acts() { S.act().unwrap() } }
";
    let workspace = library(RMCP, source);
    workspace.write("tests/whole.rs", "use product::S;\n\n#[test]\nfn acts() { S.act().unwrap() }\n");
    assert_adds(
        &workspace,
        &[
            "#[cfg(test)]",
            "machineid_guard::local::in_tests!();",
            "[dev-dependencies]",
            "machineid-guard = { version = \"0.1\", features = [\"local\"] }",
        ],
    );
    let patch = workspace.run(&["fix", "--diff"]).out;
    assert!(
        patch.contains(" use product::S;\n \n+machineid_guard::local::in_tests!();\n")
            || patch.contains("use product::S;\n+\n+machineid_guard::local::in_tests!();"),
        "{patch}"
    );
}
