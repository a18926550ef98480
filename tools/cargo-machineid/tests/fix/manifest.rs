//! The dependency, in a manifest of any form and under any name.

use crate::patches::{RMCP, added, library};

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
