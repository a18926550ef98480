//! What has to be true before anything is stopped, so that what is seen afterwards says something.

use std::time::Duration;

use machineid_guard::DeviceId;

use crate::devices::selection::Chosen;
use crate::drill::here;
use crate::drill::moment::At;
use crate::drill::trail::{Run, Trails};
use crate::drill::wish::{Steady, Wish};
use crate::outcome::Stop;
use crate::roster::State;

/// One process that asks for one of the devices.
#[derive(Debug)]
pub(super) struct Replica {
    pub(super) run: String,
    pub(super) device: DeviceId,
    /// How many of its questions were allowed within the window.
    pub(super) steady: usize,
}

/// What was found.
#[derive(Debug)]
pub(super) struct Preflight {
    pub(super) replicas: Vec<Replica>,
    /// Why nothing is stopped, if there is something.
    pub(super) objections: Vec<String>,
    pub(super) clock_error: Duration,
}

impl Preflight {
    pub(super) fn look(wish: &Wish, chosen: &[Chosen], trails: &Trails) -> Result<Self, Stop> {
        if let Some(unknown) = wish.gone.iter().find(|run| !trails.runs().contains_key(*run)) {
            return Err(Stop::bad_input(format!(
                "--gone: there is no run {unknown:?} in the trails. Nothing was changed"
            )));
        }
        let clock_error = wish.clock_error.unwrap_or_default();
        let mut objections: Vec<String> = chosen.iter().filter_map(not_active).collect();
        objections.extend(trails.objections(clock_error));
        let mut replicas = Vec::new();
        for Chosen { device, .. } in chosen {
            let before = replicas.len();
            replicas.extend(replicas_of(wish, device, trails));
            if replicas.len() == before {
                objections.push(format!("no process of these trails that still runs has asked for {device}"));
            }
        }
        objections.extend(replicas.iter().filter_map(|replica| replica.objection(wish.steady, trails)));
        if wish.clock_error.is_none() {
            objections.extend(elsewhere(&replicas, trails));
        }
        Ok(Self { replicas, objections, clock_error })
    }
}

fn not_active(chosen: &Chosen) -> Option<String> {
    let state = chosen.before.map_or("not listed", State::word);
    (chosen.before != Some(State::Active))
        .then(|| format!("{} is {state}: only an active device can be stopped", chosen.device))
}

fn replicas_of(wish: &Wish, device: &DeviceId, trails: &Trails) -> Vec<Replica> {
    let since = At::now().before(wish.steady.window);
    let is_replica =
        |name: &String, run: &Run| !run.has_ended() && run.has_asked_for(device.as_str()) && !wish.gone.contains(name);
    let runs = trails.runs().iter().filter(|(name, run)| is_replica(name, run));
    let replica = |(name, run): (&String, &Run)| {
        let decisions = run.lines().iter().filter_map(|line| line.decision());
        let allowed = decisions.filter(|decision| decision.allowed && decision.is_of(device.as_str()));
        let steady = allowed.filter(|decision| decision.reached >= Some(since));
        Replica { run: name.clone(), device: device.clone(), steady: steady.count() }
    };
    runs.map(replica).collect()
}

impl Replica {
    pub(super) fn name(&self) -> String {
        format!("the run {} of {}", self.run, self.device)
    }

    fn objection(&self, wanted: Steady, trails: &Trails) -> Option<String> {
        if self.steady < wanted.questions {
            return Some(format!(
                "{} asked {} times in the last {}, of the {} that make a steady state: an idle replica proves nothing. If it \
                 was killed, --gone {}",
                self.name(),
                self.steady,
                humantime::format_duration(wanted.window),
                wanted.questions,
                self.run
            ));
        }
        let lines = trails.runs().get(&self.run).into_iter().flat_map(Run::lines);
        let decisions = lines.filter_map(|line| line.decision());
        let last =
            decisions.filter(|decision| decision.is_of(self.device.as_str())).max_by_key(|decision| decision.known);
        let denied = last.filter(|decision| !decision.allowed)?;
        Some(format!(
            "{} is denied before anything is stopped: {}",
            self.name(),
            denied.code.as_deref().unwrap_or("without a code")
        ))
    }
}

/// Each run of another machine, or of one that cannot be told from another.
fn elsewhere(replicas: &[Replica], trails: &Trails) -> Vec<String> {
    let files = trails.file_ids();
    let is_here = |run: &str| {
        let pid = trails.runs().get(run).and_then(Run::pid);
        pid.is_some_and(|pid| here::has_open(pid, &files))
    };
    let mut runs: Vec<&str> = replicas.iter().map(|replica| replica.run.as_str()).collect();
    runs.dedup();
    runs.retain(|run| !is_here(run));
    let objection = |run: &str| {
        format!(
            "the run {run} is of no process that can be seen on this machine with its trail open: say by --clock-error how far \
             its clock may be from this one's (0s on one machine), or by --gone that it was killed"
        )
    };
    runs.into_iter().map(objection).collect()
}
