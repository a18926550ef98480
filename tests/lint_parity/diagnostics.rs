//! What the compiler and clippy say, as cargo reports it.

use std::collections::BTreeMap;
use std::process::Output;

use serde_json::Value;

/// One lint at one place.
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    pub(crate) lint: String,
    /// Level, first span (line and column from, line and column to).
    place: (String, Option<[u64; 4]>),
    /// The lines that it offers to edit.
    pub(crate) edited: Vec<u64>,
    pub(crate) rendered: String,
}

impl Diagnostic {
    pub(crate) fn is_error(&self) -> bool {
        self.place.0 == "error"
    }

    /// The line on which it starts.
    pub(crate) fn line(&self) -> Option<u64> {
        self.place.1.map(|[line, ..]| line)
    }
}

/// The text may differ, as where it quotes a type.
impl PartialEq for Diagnostic {
    fn eq(&self, other: &Self) -> bool {
        (&self.lint, &self.place) == (&other.lint, &other.place)
    }
}

/// The diagnostics of the last package of a run.
pub(crate) fn reported(output: &Output) -> Vec<Diagnostic> {
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages.filter(|it| it["reason"] == "compiler-message").filter_map(|it| diagnostic(&it)).collect()
}

/// The same of a run that must have compiled.
pub(crate) fn of_clippy(output: &Output) -> Vec<Diagnostic> {
    let diagnostics = reported(output);
    let errors: String = diagnostics.iter().filter(|it| it.is_error()).map(|it| it.rendered.as_str()).collect();
    assert!(output.status.success(), "{errors}{}", String::from_utf8_lossy(&output.stderr));
    diagnostics
}

fn diagnostic(message: &Value) -> Option<Diagnostic> {
    let message = &message["message"];
    let span = message["spans"].as_array()?.iter().find(|span| span["is_primary"] == true);
    let number = |span: &Value, field: &str| span[field].as_u64().unwrap_or_default();
    let place = span.map(|span| ["line_start", "column_start", "line_end", "column_end"].map(|it| number(span, it)));
    Some(Diagnostic {
        lint: message["code"]["code"].as_str().unwrap_or("no lint").to_owned(),
        place: (message["level"].as_str()?.to_owned(), place),
        edited: edited(message),
        rendered: message["rendered"].as_str()?.to_owned(),
    })
    // "12 warnings emitted" counts, and says nothing of its own.
    .filter(|it| it.lint != "no lint" || it.place.1.is_some())
}

fn edited(message: &Value) -> Vec<u64> {
    let of = |message: &Value| message["spans"].as_array().cloned().unwrap_or_default();
    let children = message["children"].as_array().into_iter().flatten().flat_map(of);
    let edits = of(message).into_iter().chain(children).filter(|span| span["suggested_replacement"].is_string());
    edits.filter_map(|span| span["line_start"].as_u64()).collect()
}

/// How often each lint came up.
pub(crate) fn by_lint<'a>(diagnostics: &[&'a Diagnostic]) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry(diagnostic.lint.as_str()).or_insert(0) += 1;
    }
    counts
}
