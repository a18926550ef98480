//! What the trails say of one device in one run, while it was to be stopped.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::drill::moment::At;
use crate::drill::trail::{Decision, Line, Run};

/// When a device was stopped.
#[derive(Clone, Debug)]
pub(super) struct Stopped {
    /// From then on nothing may be allowed.
    pub(super) from: At,
    /// Until then; `None` as long as it is stopped.
    pub(super) until: Option<At>,
    /// What the authority itself answers.
    pub(super) code: Option<String>,
    pub(super) clock_error: Duration,
}

/// What was found. A line that stands in no list here says nothing.
#[derive(Debug, Default)]
pub(super) struct Finding<'a> {
    /// The last question that was allowed, and that began before the stop was surely in force.
    pub(super) last_work: Option<&'a Line>,
    /// Questions that were allowed, and that began so near the stop that the clocks cannot say on which side.
    pub(super) uncertain: usize,
    /// Questions that began after the stop, and were allowed.
    pub(super) leaks: Vec<&'a Line>,
    /// Questions that began after the stop, and were denied with the authority's code.
    pub(super) denials: Vec<&'a Line>,
    /// The codes of those that were denied otherwise: nothing is known of the stop then.
    pub(super) other_codes: BTreeSet<&'a str>,
    /// Work that was stopped while it ran.
    pub(super) in_flight: Vec<&'a Line>,
    /// The first question that was allowed after the restore.
    pub(super) again: Option<&'a Line>,
}

impl Stopped {
    fn is_over(&self, at: At) -> bool {
        self.until.is_some_and(|until| at >= until.before(self.clock_error))
    }
}

impl<'a> Finding<'a> {
    pub(super) fn of(run: &'a Run, device: &str, stopped: &Stopped) -> Self {
        let mut finding = Self::default();
        for line in run.lines() {
            if let Some(decision) = line.decision().filter(|decision| decision.is_of(device)) {
                finding.take(line, decision, stopped);
            }
        }
        finding
    }

    fn take(&mut self, line: &'a Line, decision: &'a Decision, stopped: &Stopped) {
        let surely_after = stopped.from.after(stopped.clock_error);
        let Some(reached) = decision.reached else {
            if decision.is_in_flight() && decision.known >= stopped.from.before(stopped.clock_error) {
                self.in_flight.push(line);
            }
            return;
        };
        if reached <= surely_after {
            self.take_before(line, decision, reached, stopped);
        } else if stopped.is_over(reached) || (decision.allowed && stopped.is_over(decision.known)) {
            self.take_afterwards(line, decision, stopped);
        } else if decision.allowed {
            self.leaks.push(line);
        } else if decision.code.is_some() && decision.code == stopped.code {
            self.denials.push(line);
        } else {
            self.other_codes.insert(decision.code.as_deref().unwrap_or("none"));
        }
    }

    fn take_before(&mut self, line: &'a Line, decision: &Decision, reached: At, stopped: &Stopped) {
        if !decision.allowed {
            return;
        }
        if reached > stopped.from.before(stopped.clock_error) {
            self.uncertain += 1;
        }
        if reached_of(self.last_work).is_none_or(|last| last <= reached) {
            self.last_work = Some(line);
        }
    }

    fn take_afterwards(&mut self, line: &'a Line, decision: &Decision, stopped: &Stopped) {
        // It may be of the moment before the restore, where the clocks are apart.
        let is_again = decision.allowed && stopped.until.is_some_and(|until| decision.known >= until);
        if is_again && self.again.is_none() {
            self.again = Some(line);
        }
    }

    /// From the stop to the first denial of each boundary, in order.
    pub(super) fn latencies(&self, stopped: &Stopped) -> Vec<Duration> {
        let mut first: BTreeMap<(&str, &str), At> = BTreeMap::new();
        for decision in self.denials.iter().filter_map(|line| line.decision()) {
            let known = first.entry((&decision.boundary, &decision.name)).or_insert(decision.known);
            *known = decision.known.min(*known);
        }
        let mut latencies: Vec<Duration> = first.into_values().map(|known| known.since(stopped.from)).collect();
        latencies.sort_unstable();
        latencies
    }

    /// Why the stop is not proven by what is here.
    pub(super) fn objection(&self) -> Option<String> {
        if !self.denials.is_empty() {
            return None;
        }
        Some(match self.other_codes.iter().next() {
            None => "began no question after the stop".to_owned(),
            Some(_) => {
                let codes: Vec<&str> = self.other_codes.iter().copied().collect();
                format!("was denied after the stop, and not by the stop: {}", codes.join(", "))
            }
        })
    }
}

fn reached_of(line: Option<&Line>) -> Option<At> {
    line?.decision()?.reached
}
