//! What a return type needs so that it carries a denial.

use crate::patches::{added, assert_adds, returning};

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
