//! The report, as data.

use std::fmt::Write as _;
use std::time::Duration;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::drill::evidence::{Evidence, Seen};
use crate::drill::halt::Halt;
use crate::drill::moment::At;
use crate::drill::restore::Restored;
use crate::drill::trail::{Line, Run};
use crate::drill::verdict::Verdict;

/// What it is evidence for.
pub(super) const EVIDENCE_FOR: &str = "A stop procedure that was carried out and measured, as a part of human oversight: \
     whether the questions of the replicas below were denied after the stop, and how long that took.";

/// And what it is not.
pub(super) const NO_EVIDENCE_FOR: &str = "It does not say that anything is compliant with a law or a standard, and nothing \
     about work that asks no boundary, about processes whose trails are not below, or about another day.";

/// What a drill did and saw.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) drill: String,
    pub(super) verdict: Verdict,
    /// Why it is no other one.
    pub(super) reasons: Vec<String>,
    /// `None` where nothing was stopped.
    pub(super) restored: Option<bool>,
    pub(super) who: String,
    pub(super) why: String,
    pub(super) organisation: bool,
    pub(super) begun_at: At,
    pub(super) ended_at: At,
    /// Of this program.
    pub(super) version: &'static str,
    pub(super) clock_error_ms: f64,
    /// For how long it was watched: what leaks later is not seen.
    pub(super) stopped_for_ms: Option<f64>,
    pub(super) stops: Vec<Halt>,
    pub(super) replicas: Vec<Replica>,
    /// Over the replicas, from the stop to the first denial.
    pub(super) stop_latency: Option<Latency>,
    pub(super) restores: Vec<Restored>,
    pub(super) trails: Vec<Trail>,
    pub(super) evidence_for: &'static str,
    pub(super) no_evidence_for: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct Replica {
    pub(super) run: String,
    pub(super) id: String,
    pub(super) pid: Option<u32>,
    /// Of the library in that process.
    pub(super) version: Option<String>,
    pub(super) trail: Option<String>,
    pub(super) last_work: Option<Cited>,
    /// Allowed, so near the stop that the clocks cannot say on which side of it they began.
    pub(super) uncertain: usize,
    pub(super) denied: usize,
    pub(super) first_denial: Option<Cited>,
    /// Over the boundaries of the replica, from the stop to the first denial of each.
    pub(super) stop_latency: Option<Latency>,
    /// Allowed after the stop.
    pub(super) leaks: usize,
    pub(super) first_leak: Option<Cited>,
    /// Work that was stopped while it ran.
    pub(super) in_flight: Vec<Cited>,
    pub(super) allowed_again: Option<Cited>,
    /// Devices that were not stopped, and for which the same process was allowed meanwhile.
    pub(super) unstopped: Vec<String>,
    pub(super) lines: Lines,
}

/// A line of a trail.
#[derive(Debug, Serialize)]
pub(super) struct Cited {
    pub(super) seq: u64,
    pub(super) reached_at: Option<At>,
    pub(super) known_at: At,
    pub(super) boundary: String,
    pub(super) name: String,
    pub(super) code: Option<String>,
    pub(super) request_id: Option<String>,
    /// Of the line without its end.
    pub(super) sha256: String,
}

/// The lines of a run that were looked at.
#[derive(Debug, Serialize)]
pub(super) struct Lines {
    pub(super) first: Option<u64>,
    pub(super) last: Option<u64>,
    pub(super) count: usize,
    /// Of all of them in the order of their numbers, each with a line feed.
    pub(super) sha256: String,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Latency {
    pub(super) p50_ms: f64,
    pub(super) max_ms: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct Trail {
    pub(super) path: String,
    pub(super) lines: u64,
    /// How often it was renamed or cut while it was read.
    pub(super) rotations: usize,
}

impl Latency {
    /// Of times in order.
    fn of(sorted: &[Duration]) -> Option<Self> {
        let middle = sorted.get(sorted.len().saturating_sub(1) / 2)?;
        Some(Self { p50_ms: ms(*middle), max_ms: ms(*sorted.last()?) })
    }
}

/// In milliseconds.
pub(super) fn ms(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

/// Of all replicas together, and of each.
pub(super) fn replicas(evidence: &Evidence<'_>) -> (Vec<Replica>, Option<Latency>) {
    let seen = evidence.seen();
    let mut first: Vec<_> =
        seen.iter().filter_map(|seen| seen.finding.latencies(seen.stopped).first().copied()).collect();
    first.sort_unstable();
    (seen.iter().map(|seen| Replica::of(seen, evidence)).collect(), Latency::of(&first))
}

pub(super) fn trails(evidence: &Evidence<'_>) -> Vec<Trail> {
    let files = evidence.trails.files();
    files.map(|(path, lines, rotations)| Trail { path: path.display().to_string(), lines, rotations }).collect()
}

impl Replica {
    fn of(seen: &Seen<'_>, evidence: &Evidence<'_>) -> Self {
        let (run, finding) = (seen.run, &seen.finding);
        let earliest =
            |lines: &[&Line]| lines.iter().filter_map(|line| Cited::of(line)).min_by_key(|cited| cited.known_at);
        Self {
            run: seen.name.to_owned(),
            id: seen.device.to_string(),
            pid: run.pid(),
            version: run.version().map(str::to_owned),
            trail: evidence.trails.path(run).map(|path| path.display().to_string()),
            last_work: finding.last_work.and_then(Cited::of),
            uncertain: finding.uncertain,
            denied: finding.denials.len(),
            first_denial: earliest(&finding.denials),
            stop_latency: Latency::of(&finding.latencies(seen.stopped)),
            leaks: finding.leaks.len(),
            first_leak: earliest(&finding.leaks),
            in_flight: finding.in_flight.iter().filter_map(|line| Cited::of(line)).collect(),
            allowed_again: finding.again.and_then(Cited::of),
            unstopped: seen.unstopped(evidence).into_iter().collect(),
            lines: Lines::of(run),
        }
    }
}

impl Cited {
    fn of(line: &Line) -> Option<Self> {
        let decision = line.decision()?;
        Some(Self {
            seq: line.seq,
            reached_at: decision.reached,
            known_at: decision.known,
            boundary: decision.boundary.clone(),
            name: decision.name.clone(),
            code: decision.code.clone(),
            request_id: decision.request_id.clone(),
            sha256: hex(&Sha256::digest(&line.text)),
        })
    }
}

impl Lines {
    fn of(run: &Run) -> Self {
        let mut lines: Vec<&Line> = run.lines().iter().collect();
        lines.sort_by_key(|line| line.seq);
        let mut hash = Sha256::new();
        for line in &lines {
            hash.update(&line.text);
            hash.update(b"\n");
        }
        Self {
            first: lines.first().map(|line| line.seq),
            last: lines.last().map(|line| line.seq),
            count: lines.len(),
            sha256: hex(&hash.finalize()),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
