//! As the compiler shows its errors: the place, why, and what to write.

use std::fmt::Write as _;
use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Counts, Finding, Outcome, Report};
use crate::rules::Weight;

pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let renderer = Renderer::styled();
    for finding in &report.findings {
        writeln!(out, "{}\n", rendered(&renderer, finding))?;
    }
    for tool in &report.tools {
        let name = tool.name.as_deref().unwrap_or("?");
        let why = tool.why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
        writeln!(
            out,
            "{:<10} {} {:?}, {} in {}:{}{why}",
            tool.verdict, tool.framework, name, tool.function, tool.file, tool.line
        )?;
    }
    for framework in &report.frameworks {
        writeln!(out, "{}", framework.sentence())?;
    }
    writeln!(out, "{}", summary(report.counts, report.files, report.outcome))
}

fn rendered(renderer: &Renderer, finding: &Finding) -> String {
    let level = match finding.rule.weight() {
        Weight::Error => Level::ERROR,
        Weight::Warning => Level::WARNING,
    };
    let spot = &finding.spot;
    let end = spot.bytes.end.min(spot.text.len());
    let annotation = AnnotationKind::Primary.span(spot.bytes.start.min(end)..end).label(&finding.label);
    let snippet = Snippet::source(&*spot.text).path(spot.path.as_str()).annotation(annotation);
    let title = level.primary_title(&finding.message).id(finding.rule.id());
    let helps = finding.help.iter().map(|help| Level::HELP.message(help));
    renderer.render(&[title.element(snippet).elements(helps)])
}

fn summary(counts: Counts, files: usize, outcome: Outcome) -> String {
    let Counts { tools, guarded, exempt, unguarded, undecided, of_tests_and_examples } = counts;
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let mut text = format!(
        "{tools} tool{} in {files} file{}: {guarded} guarded, {exempt} exempt, {unguarded} unguarded, {undecided} undecided",
        plural(tools),
        plural(files)
    );
    if of_tests_and_examples > 0 {
        // Writing to a string cannot fail.
        let _ = write!(text, "; {of_tests_and_examples} more in tests and examples");
    }
    match outcome {
        Outcome::Clean if tools == 0 => {
            text + ". No tool was found: if there are some, this is not a proof of anything"
        }
        Outcome::Clean | Outcome::Findings => text,
        Outcome::NoVerdict => text + ". NO VERDICT: not everything could be looked at",
    }
}
