//! SARIF 2.1.0, for code scanning.
//!
//! Every rule is listed in a clean run as well, so that alerts close. The fingerprint is made of the rule and the item,
//! and stays when lines move.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Finding, Outcome, Report, plain};
use crate::rules::Rule;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let mut seen = HashMap::new();
    let results: Vec<Value> = report.findings.iter().map(|finding| result(finding, &mut seen)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo-machineid",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": Rule::ALL.map(rule),
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "ROOT": { "description": { "text": "the root of the workspace" } } },
            "invocations": [{ "executionSuccessful": report.outcome != Outcome::NoVerdict }],
            "results": results,
        }],
    });
    plain::json(&log, out)
}

fn rule(rule: Rule) -> Value {
    json!({
        "id": rule.id(),
        "shortDescription": { "text": rule.summary() },
        "fullDescription": { "text": rule.summary() },
        "help": { "text": rule.page(), "markdown": rule.page() },
        "defaultConfiguration": { "level": rule.weight().word() },
    })
}

fn result(finding: &Finding, seen: &mut HashMap<String, usize>) -> Value {
    let spot = &finding.spot;
    let key = [finding.rule.id(), spot.path.as_str(), &finding.item]
        .into_iter()
        .chain(finding.operation.as_deref())
        .collect::<Vec<_>>()
        .join(":");
    let number = seen.entry(key.clone()).or_default();
    *number += 1;
    let text = [&finding.message].into_iter().chain(&finding.help).map(String::as_str).collect::<Vec<_>>().join("\n");
    json!({
        "ruleId": finding.rule.id(),
        "ruleIndex": Rule::ALL.iter().position(|rule| *rule == finding.rule),
        "level": finding.rule.weight().word(),
        "message": { "text": text },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(spot.path.as_str()), "uriBaseId": "ROOT" },
            "region": { "startLine": spot.line, "startColumn": spot.column },
        }}],
        "partialFingerprints": { "machineidItem/v1": format!("{key}:{number}") },
    })
}

/// A relative reference: what is no letter of a path there is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => uri.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}
