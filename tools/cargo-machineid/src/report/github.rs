//! Workflow commands: GitHub shows each at its line.

use std::io::{self, Write};

use super::plain::plain;
use super::{Finding, Report};

pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    for finding in &report.findings {
        writeln!(out, "{}", command(finding))?;
    }
    if report.known > 0 {
        writeln!(out, "::notice title=baseline::{} findings are known, and not shown", report.known)?;
    }
    Ok(())
}

fn command(finding: &Finding) -> String {
    let spot = &finding.spot;
    let text = [&finding.message].into_iter().chain(&finding.help).map(String::as_str).collect::<Vec<_>>().join("\n");
    format!(
        "::{} file={},line={},col={},title={}::{}",
        finding.rule.weight().word(),
        property(spot.path.as_str()),
        spot.line,
        spot.column,
        property(finding.rule.id()),
        data(&text)
    )
}

/// As the runner reads the text of a command: its own sign and line ends are escaped.
fn data(text: &str) -> String {
    text.lines().map(|line| plain(line).replace('%', "%25")).collect::<Vec<_>>().join("%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
