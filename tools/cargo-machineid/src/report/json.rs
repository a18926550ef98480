//! One JSON object, whose fields stay: docs/coverage.md describes them.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::plain;
use super::{Effects, Finding, Report, Subject, Tools};

/// Rises when a field goes away or changes its meaning, not when one is added.
const VERSION: u32 = 1;

pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let findings: Vec<Value> = report.findings.iter().map(finding).collect();
    let mut object = json!({
        "version": VERSION,
        "outcome": report.outcome,
        "files": report.files,
        "findings": findings,
        "known": report.known,
    });
    match &report.of {
        Subject::Tools(Tools { listed, counts, frameworks }) => {
            object["tools"] = json!(listed);
            object["counts"] = json!(counts);
            object["frameworks"] = json!(frameworks);
        }
        Subject::Effects(Effects { listed, counts, ran }) => {
            object["effects"] = json!(listed);
            object["counts"] = json!(counts);
            object["ran"] = json!(ran);
        }
    }
    plain::json(&object, out)
}

fn finding(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule.id(),
        "level": finding.rule.weight().word(),
        "message": finding.message,
        "help": finding.help,
        "package": finding.package,
        "item": finding.item,
        "operation": finding.operation,
        "file": finding.spot.path,
        "line": finding.spot.line,
        "column": finding.spot.column,
        "bytes": [finding.spot.bytes.start, finding.spot.bytes.end],
    })
}
