//! Which attribute is written, and where it stands.

use crate::patches::{RMCP, added, assert_adds, assert_leaves, library, returning};
use crate::workspace::Workspace;

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

#[test]
fn a_closure_in_a_registry_is_left_for_a_person_with_its_name() {
    let source = "
fn all() -> ToolSpec { ToolSpec { name: \"read\", x: 1 } }
fn registry() -> Map { map.insert(\"read\", Box::new(|input| fs::read(input))); map }
";
    assert_leaves(&library(&[], source), "write `guarded!(\"read\", …)` around it");
}
