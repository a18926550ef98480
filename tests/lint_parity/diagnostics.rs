//! What clippy says, as cargo reports it.

use std::collections::BTreeMap;
use std::process::Output;

use serde_json::Value;

/// One lint at one place.
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    pub(crate) lint: String,
    /// Level, first span (line and column from, line and column to).
    place: (String, Option<[u64; 4]>),
    pub(crate) rendered: String,
}

/// The text may differ, as where it quotes a type.
impl PartialEq for Diagnostic {
    fn eq(&self, other: &Self) -> bool {
        (&self.lint, &self.place) == (&other.lint, &other.place)
    }
}

/// The diagnostics of the last package of a run, which must have compiled.
pub(crate) fn of_clippy(output: &Output) -> Vec<Diagnostic> {
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let diagnostics: Vec<_> =
        messages.filter(|it| it["reason"] == "compiler-message").filter_map(|it| diagnostic(&it)).collect();
    let errors: String = diagnostics.iter().filter(|it| it.place.0 == "error").map(|it| it.rendered.as_str()).collect();
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
        rendered: message["rendered"].as_str()?.to_owned(),
    })
    // "12 warnings emitted" counts, and says nothing of its own.
    .filter(|it| it.lint != "no lint" || it.place.1.is_some())
}

/// How often each lint came up.
pub(crate) fn by_lint<'a>(diagnostics: &[&'a Diagnostic]) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry(diagnostic.lint.as_str()).or_insert(0) += 1;
    }
    counts
}
