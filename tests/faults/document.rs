//! `FAULTS.md`, written from the table.

use std::fmt::Write;
use std::path::Path;

use crate::table::{Expected, Row, sections};
use crate::{TestResult, process_rows};

/// Set to anything, it makes the test write the file instead of comparing it.
const WRITE: &str = "WRITE_FAULTS_MD";

const HEAD: &str = "# What happens when the question goes wrong

Whatever happens to the question, the body does not run. Each row is a test: the fault is injected on
loopback, the reason is compared, the effects are counted (0), the organisation key is looked for in all that
can be printed (not there), and the next call against a healthy authority has to succeed.

The reason is what `Denied::code()` returns. This file is written from the tests' own table
(`tests/faults/table.rs`, and `tests/faults/process_rows.rs` for the last section), each row of which is run; after
a change of that, write it anew:

```sh
WRITE_FAULTS_MD=1 cargo test -p machineid-guard-tests --test faults document
```
";

#[test]
fn the_committed_document_is_the_tables() -> TestResult {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../FAULTS.md");
    let written = document();
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, &written)?;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == written,
        "FAULTS.md is stale; run: {WRITE}=1 cargo test -p machineid-guard-tests --test faults document"
    );
    Ok(())
}

fn document() -> String {
    let mut text = HEAD.to_owned();
    for (section, rows) in sections() {
        write!(text, "\n## {section}\n\n| fault | reason | what the caller sees |\n|---|---|---|\n").unwrap();
        for row in rows {
            let Row { fault, expected, .. } = row;
            writeln!(text, "| {fault} | {} | {} |", reason(&expected), seen(&expected)).unwrap();
        }
    }
    text.push_str("\n## The process, and load\n\n| fault | what the caller sees |\n|---|---|\n");
    for row in process_rows::rows() {
        writeln!(text, "| {} | {} |", row.fault, row.seen).unwrap();
    }
    text
}

fn reason(expected: &Expected) -> String {
    match expected {
        Expected::Allowed => "–".to_owned(),
        Expected::ConfigurationError => "`CONFIGURATION`".to_owned(),
        Expected::AuthoritysNo(code) => format!("`{code}`"),
        Expected::Denied(reason) => format!("`{}`", reason.code()),
    }
}

fn seen(expected: &Expected) -> String {
    match expected {
        Expected::Allowed => "the call runs".to_owned(),
        Expected::ConfigurationError => "an error that names the setting and never shows its value".to_owned(),
        Expected::AuthoritysNo(_) => "denied: the authority's own answer, as if nothing were wrong".to_owned(),
        Expected::Denied(reason) => format!("denied: {reason}"),
    }
}
