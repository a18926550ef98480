//! As the compiler shows its errors: the place, why, and what to write.

use std::fmt::Write as _;
use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::effects::EffectCounts;
use super::plain::plain;
use super::{Counts, Effects, Finding, Outcome, Ran, Report, Subject, Tools};
use crate::rules::Weight;

pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let renderer = Renderer::styled();
    for finding in &report.findings {
        writeln!(out, "{}\n", rendered(&renderer, finding))?;
    }
    match &report.of {
        Subject::Tools(tools) => of_tools(tools, report, out),
        Subject::Effects(effects) => of_effects(effects, out),
    }?;
    if report.known > 0 {
        writeln!(out, "{} finding{} not shown, which the baseline knows", report.known, plural(report.known))?;
    }
    Ok(())
}

fn of_tools(tools: &Tools, report: &Report, out: &mut impl Write) -> io::Result<()> {
    for tool in &tools.listed {
        let name = tool.name.as_deref().unwrap_or("?");
        let why = tool.why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
        let line = format!(
            "{:<10} {} {:?}, {} in {}:{}{why}",
            tool.verdict, tool.framework, name, tool.function, tool.file, tool.line
        );
        writeln!(out, "{}", plain(&line))?;
    }
    for framework in &tools.frameworks {
        writeln!(out, "{}", framework.sentence())?;
    }
    writeln!(out, "{}", summary(tools.counts, report.files, report.outcome))
}

fn of_effects(effects: &Effects, out: &mut impl Write) -> io::Result<()> {
    let EffectCounts { all, guarded, exempt, unguarded, as_values, of_tests_and_examples, elsewhere } = effects.counts;
    write!(
        out,
        "{all} effect{}: {guarded} guarded, {exempt} exempt, {unguarded} unguarded, {as_values} taken as values",
        plural(all)
    )?;
    if of_tests_and_examples > 0 {
        write!(out, "; {of_tests_and_examples} more in tests and examples")?;
    }
    if elsewhere > 0 {
        write!(out, "; {elsewhere} in files that are no module of the source")?;
    }
    let Ran { target, features_off, in_other_versions } = &effects.ran;
    write!(out, "\nbuilt for {target}; not for others")?;
    if !features_off.is_empty() {
        write!(out, ", nor with {}", features_off.join(", "))?;
    }
    if !in_other_versions.is_empty() {
        write!(
            out,
            "\nthe catalogue has only other versions of {}: their effects are not seen",
            in_other_versions.join(", ")
        )?;
    }
    writeln!(out)
}

const fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn rendered(renderer: &Renderer, finding: &Finding) -> String {
    let level = match finding.rule.weight() {
        Weight::Error => Level::ERROR,
        Weight::Warning => Level::WARNING,
    };
    let spot = &finding.spot;
    let end = spot.bytes.end.min(spot.text.len());
    let annotation = AnnotationKind::Primary.span(spot.bytes.start.min(end)..end).label(plain(&finding.label));
    let snippet = Snippet::source(&*spot.text).path(plain(spot.path.as_str())).annotation(annotation);
    let title = level.primary_title(plain(&finding.message)).id(finding.rule.id());
    let helps = finding.help.iter().map(|help| Level::HELP.message(plain(help)));
    renderer.render(&[title.element(snippet).elements(helps)])
}

fn summary(counts: Counts, files: usize, outcome: Outcome) -> String {
    let Counts { tools, guarded, exempt, unguarded, undecided, of_tests_and_examples } = counts;
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
