//! The report, as a page of Markdown.

use std::fmt::{Display, Write};

use crate::drill::report::{Cited, Latency, Replica, Report};
use crate::drill::verdict::Verdict;
use crate::roster::State;

/// What was not seen.
const NONE: &str = "–";

/// The page.
pub(super) fn page(report: &Report) -> String {
    let mut page = String::new();
    // Nothing fails that is written to a text.
    let _ = write(&mut page, report);
    page
}

fn write(page: &mut String, report: &Report) -> std::fmt::Result {
    let what = if report.organisation { "the organisation" } else { "devices" };
    writeln!(page, "# Stop drill {}: {}\n", cell(&report.drill), headline(report.verdict))?;
    for reason in &report.reasons {
        writeln!(page, "- {}", cell(reason))?;
    }
    match report.restored {
        Some(true) => writeln!(page, "- Everything that was stopped is active again, by the authority's own answer.")?,
        Some(false) => writeln!(page, "- **NOT RESTORED**: see the restores below.")?,
        None => writeln!(page, "- Nothing was stopped.")?,
    }
    writeln!(page, "\n| | |\n|---|---|")?;
    writeln!(page, "| who | {} |\n| why | {} |", cell(&report.who), cell(&report.why))?;
    writeln!(page, "| begun | {} |\n| ended | {} |", report.begun_at, report.ended_at)?;
    writeln!(page, "| stopped | {what} |\n| machineid | {} |", report.version)?;
    writeln!(page, "| clock error | {} ms |", report.clock_error_ms)?;
    let stopped_for = report.stopped_for_ms.map(|ms| format!("{ms} ms"));
    writeln!(page, "| stopped for | {} |", or_none(stopped_for.as_ref()))?;
    writeln!(page, "| stop latency over the replicas | {} |", latency(report.stop_latency))?;
    stops(page, report)?;
    for replica in &report.replicas {
        self::replica(page, replica)?;
    }
    trails(page, report)?;
    writeln!(page, "\n## What this is evidence for\n\n{}\n\n{}", report.evidence_for, report.no_evidence_for)
}

fn headline(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Proven => "PROVEN, the stop stopped every replica",
        Verdict::Disproved => "DISPROVED, a question that began after the stop was allowed",
        Verdict::Unproven => "UNPROVEN",
    }
}

fn stops(page: &mut String, report: &Report) -> std::fmt::Result {
    if report.stops.is_empty() {
        return Ok(());
    }
    writeln!(page, "\n## Stops and restores\n")?;
    writeln!(page, "| device | sent | in force | request | answer then | error |\n|---|---|---|---|---|---|")?;
    for stop in &report.stops {
        let answer = stop.answer.as_ref().map(|answer| {
            let word = if answer.allowed { "allowed" } else { "denied" };
            format!("{word} {} {}", or_none(answer.code.as_ref()), or_none(answer.request_id.as_ref()))
        });
        row(
            page,
            &[
                cell(stop.id.as_str()),
                or_none(stop.sent_at.as_ref()),
                or_none(stop.in_force_at.as_ref()),
                or_none(stop.request_id.as_ref()),
                or_none(answer.as_ref()),
                or_none(stop.error.as_ref()),
            ],
        )?;
    }
    writeln!(page, "\n| device | restores sent | acknowledged | request | now | error |\n|---|---|---|---|---|---|")?;
    for restored in &report.restores {
        row(
            page,
            &[
                cell(restored.id.as_str()),
                restored.sent.to_string(),
                or_none(restored.acknowledged_at.as_ref()),
                or_none(restored.request_id.as_ref()),
                restored.now.map_or("not known", State::word).to_owned(),
                or_none(restored.error.as_ref()),
            ],
        )?;
    }
    Ok(())
}

fn replica(page: &mut String, replica: &Replica) -> std::fmt::Result {
    writeln!(page, "\n## Replica {} of {}\n", cell(&replica.run), cell(&replica.id))?;
    let (pid, version) = (or_none(replica.pid.as_ref()), or_none(replica.version.as_ref()));
    writeln!(page, "Process {pid}, machineid-guard {version}, trail {}.\n", or_none(replica.trail.as_ref()))?;
    writeln!(
        page,
        "| | number | began | known | boundary | code | request | SHA-256 |\n|---|---|---|---|---|---|---|---|"
    )?;
    cited(page, "last work begun", replica.last_work.as_ref())?;
    cited(page, "first denial", replica.first_denial.as_ref())?;
    if replica.leaks > 0 {
        cited(page, "**first allowed after the stop**", replica.first_leak.as_ref())?;
    }
    for in_flight in &replica.in_flight {
        cited(page, "in flight, stopped", Some(in_flight))?;
    }
    cited(page, "first allowed again", replica.allowed_again.as_ref())?;
    writeln!(
        page,
        "\nAfter the stop: {} denied, {} allowed, {} stopped while they ran; {} too near it to say. Stop latency over its \
         boundaries: {}.",
        replica.denied,
        replica.leaks,
        replica.in_flight.len(),
        replica.uncertain,
        latency(replica.stop_latency)
    )?;
    if !replica.unstopped.is_empty() {
        writeln!(
            page,
            "\nAllowed meanwhile in the same process, for devices that nobody stopped: {}.",
            cell(&replica.unstopped.join(", "))
        )?;
    }
    let lines = &replica.lines;
    writeln!(
        page,
        "\nLines used: {}, number {} to {}, SHA-256 {}.",
        lines.count,
        or_none(lines.first.as_ref()),
        or_none(lines.last.as_ref()),
        lines.sha256
    )
}

fn cited(page: &mut String, what: &str, cited: Option<&Cited>) -> std::fmt::Result {
    let Some(cited) = cited else { return writeln!(page, "| {what} | {NONE} | | | | | | |") };
    row(
        page,
        &[
            what.to_owned(),
            cited.seq.to_string(),
            or_none(cited.reached_at.as_ref()),
            cited.known_at.to_string(),
            format!("{} {}", cell(&cited.boundary), cell(&cited.name)),
            or_none(cited.code.as_ref()),
            or_none(cited.request_id.as_ref()),
            cited.sha256.clone(),
        ],
    )
}

fn trails(page: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(page, "\n## Trails\n\n| file | lines | renamed or cut meanwhile |\n|---|---|---|")?;
    for trail in &report.trails {
        row(page, &[cell(&trail.path), trail.lines.to_string(), trail.rotations.to_string()])?;
    }
    Ok(())
}

fn row(page: &mut String, cells: &[String]) -> std::fmt::Result {
    writeln!(page, "| {} |", cells.join(" | "))
}

fn latency(latency: Option<Latency>) -> String {
    latency.map_or(NONE.to_owned(), |latency| format!("p50 {} ms, max {} ms", latency.p50_ms, latency.max_ms))
}

fn or_none(text: Option<&impl Display>) -> String {
    text.map_or(NONE.to_owned(), |text| cell(&text.to_string()))
}

/// Text of others: a cell of a table holds no line break, and no Markdown of its own.
fn cell(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for char in text.chars() {
        if "\\`*_[]<>|#".contains(char) {
            shown.push('\\');
        }
        shown.push(if char.is_control() { ' ' } else { char });
    }
    shown
}
