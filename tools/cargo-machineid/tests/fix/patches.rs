//! What `--diff` shows: it builds nothing.

use crate::workspace::Workspace;

/// The lines that a patch puts in.
pub(crate) fn added(workspace: &Workspace, more: &[&str]) -> Vec<String> {
    let answer = workspace.run(&[&["fix", "--diff"], more].concat());
    let lines = answer.out.lines().filter(|line| line.starts_with('+') && !line.starts_with("+++"));
    lines.map(|line| line[1..].trim_end_matches('\r').to_owned()).collect()
}

pub(crate) fn library(dependencies: &[&str], source: &str) -> Workspace {
    Workspace::of(dependencies, source)
}

pub(crate) const RMCP: &[&str] = &["rmcp = \"1\""];

#[track_caller]
pub(crate) fn assert_adds(workspace: &Workspace, expected: &[&str]) {
    let added = added(workspace, &[]);
    for line in expected {
        assert!(added.iter().any(|it| it.trim() == *line), "{line:?} is not in:\n{}", added.join("\n"));
    }
}

#[track_caller]
pub(crate) fn assert_leaves(workspace: &Workspace, expected: &str) {
    let answer = workspace.run(&["fix", "--diff"]);
    assert!(!answer.out.contains("guarded_tool"), "{}", answer.out);
    assert!(answer.err.contains(expected), "{expected:?} is not in:\n{}", answer.err);
    assert_eq!(answer.code, 1);
}

/// A tool that returns this, with these items beside it.
pub(crate) fn returning(dependencies: &[&str], ty: &str, items: &str) -> Workspace {
    let source = format!(
        "use rmcp::{{tool, tool_router}};\n#[tool_router]\nimpl Server {{\n    #[tool]\n    async fn act(&self) -> {ty} {{ x() }}\n}}\n{items}\n"
    );
    library(&[RMCP, dependencies].concat(), &source)
}
