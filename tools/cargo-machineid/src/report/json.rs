//! One JSON object, whose fields stay: docs/coverage.md describes them.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Finding, Report};

/// Rises when a field goes away or changes its meaning, not when one is added.
const VERSION: u32 = 1;

pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let findings: Vec<Value> = report.findings.iter().map(finding).collect();
    let object = json!({
        "version": VERSION,
        "outcome": report.outcome,
        "counts": report.counts,
        "files": report.files,
        "frameworks": report.frameworks,
        "findings": findings,
        "tools": report.tools,
    });
    serde_json::to_writer_pretty(&mut *out, &object)?;
    writeln!(out)
}

fn finding(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule.id(),
        "level": finding.rule.weight().word(),
        "message": finding.message,
        "help": finding.help,
        "item": finding.item,
        "file": finding.spot.path,
        "line": finding.spot.line,
        "column": finding.spot.column,
        "bytes": [finding.spot.bytes.start, finding.spot.bytes.end],
    })
}
