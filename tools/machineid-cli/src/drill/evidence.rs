//! Everything that a drill has seen, and what it comes to.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use machineid_guard::DeviceId;

use crate::drill::halt::Halt;
use crate::drill::judge::{Finding, Stopped};
use crate::drill::moment::At;
use crate::drill::preflight::Replica;
use crate::drill::trail::{Run, Trails};

/// What the library calls a denial for which the authority gave no code.
const WITHOUT_A_CODE: &str = "DENIED";

/// Which replicas are looked at, and since when.
#[derive(Debug)]
pub(super) struct Evidence<'a> {
    pub(super) trails: &'a Trails,
    pub(super) replicas: &'a [Replica],
    pub(super) stopped: BTreeMap<DeviceId, Stopped>,
}

/// One process and one device, and what its trail says.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub(super) name: &'a str,
    pub(super) run: &'a Run,
    pub(super) device: &'a DeviceId,
    pub(super) stopped: &'a Stopped,
    pub(super) finding: Finding<'a>,
}

impl<'a> Evidence<'a> {
    /// Of devices that are stopped, by what came of it.
    pub(super) fn new(
        trails: &'a Trails,
        replicas: &'a [Replica],
        halts: &[Halt],
        clock_error: Duration,
        until: Option<At>,
    ) -> Self {
        let stopped = halts.iter().filter_map(|halt| {
            let answer = halt.answer.as_ref().filter(|answer| !answer.allowed);
            let code = answer.map(|answer| answer.code.clone().unwrap_or_else(|| WITHOUT_A_CODE.to_owned()));
            Some((halt.id.clone(), Stopped { from: halt.in_force_at?, until, code, clock_error }))
        });
        Self { trails, replicas, stopped: stopped.collect() }
    }

    /// The replicas of the preflight, and every other run that asked for a device since it was stopped.
    pub(super) fn seen(&self) -> Vec<Seen<'_>> {
        let known = self.replicas.iter().map(|replica| (replica.run.as_str(), &replica.device));
        let mut all: BTreeSet<(&str, &DeviceId)> = known.collect();
        for (device, stopped) in &self.stopped {
            let runs = self.trails.runs().iter().filter(|(_, run)| has_asked(run, device, stopped.from));
            all.extend(runs.map(|(name, _)| (name.as_str(), device)));
        }
        all.into_iter().filter_map(|(run, device)| self.look(run, device)).collect()
    }

    fn look<'s>(&'s self, name: &'s str, device: &'s DeviceId) -> Option<Seen<'s>> {
        let (run, stopped) = (self.trails.runs().get(name)?, self.stopped.get(device)?);
        Some(Seen { name, run, device, stopped, finding: Finding::of(run, device.as_str(), stopped) })
    }
}

fn has_asked(run: &Run, device: &DeviceId, since: At) -> bool {
    let decisions = run.lines().iter().filter_map(|line| line.decision());
    decisions.filter(|decision| decision.is_of(device.as_str())).any(|decision| decision.known >= since)
}

pub(super) fn is_disproved(seen: &[Seen<'_>]) -> bool {
    seen.iter().any(|seen| !seen.finding.leaks.is_empty())
}

/// Whether waiting could teach nothing more: each was denied.
pub(super) fn is_whole(seen: &[Seen<'_>]) -> bool {
    seen.iter().all(|seen| seen.finding.objection().is_none())
}

/// Whether each replica that still runs works again.
pub(super) fn is_again(seen: &[Seen<'_>]) -> bool {
    seen.iter().all(|seen| seen.run.has_ended() || seen.finding.again.is_some())
}

impl Seen<'_> {
    /// Other devices, which nobody stopped, for which the same process was allowed meanwhile.
    pub(super) fn unstopped(&self, evidence: &Evidence<'_>) -> BTreeSet<String> {
        let decisions = self.run.lines().iter().filter_map(|line| line.decision());
        let meanwhile = decisions.filter(|decision| decision.allowed && decision.reached > Some(self.stopped.from));
        let devices = meanwhile.filter_map(|decision| decision.device.as_deref());
        devices
            .filter(|device| evidence.stopped.keys().all(|stopped| stopped.as_str() != *device))
            .map(str::to_owned)
            .collect()
    }

    fn label(&self) -> String {
        format!("the run {} of {}", self.name, self.device)
    }

    /// The allowed questions that should not have been.
    pub(super) fn leak(&self) -> Option<String> {
        let first = self.finding.leaks.iter().filter_map(|line| line.decision()?.reached).min()?;
        Some(format!(
            "{} was allowed {} times after the stop, first in a question that began {} after it",
            self.label(),
            self.finding.leaks.len(),
            shown(first.since(self.stopped.from)),
        ))
    }

    pub(super) fn objection(&self) -> Option<String> {
        self.finding.objection().map(|why| format!("{} {why}", self.label()))
    }
}

/// In milliseconds.
pub(super) fn shown(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}
