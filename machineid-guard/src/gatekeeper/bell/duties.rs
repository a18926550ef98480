//! What is to be done, and who does it. No thread and no clock here.

use std::collections::{BTreeMap, VecDeque};
use std::task::Waker;
use std::time::Duration;

use super::{Alarm, Noted};
use crate::gatekeeper::slot::Due;
use crate::gatekeeper::sync::{Arc, Instant};

/// A waker takes microseconds. After this, its ringer is not waited for.
pub(super) const STUCK: Duration = Duration::from_millis(5);
/// The most threads that may be stuck in wakers of the program.
const MOST_RINGERS: usize = 64;

#[derive(Default)]
pub(super) struct Duties {
    alarms: BTreeMap<Noted, Arc<dyn Alarm>>,
    next: u64,
    pub(super) ready: VecDeque<Waker>,
    /// When each wake that is under way began.
    ringing: BTreeMap<u64, Instant>,
    idle: usize,
    ringers: usize,
    lookout: Lookout,
    /// When the lookout was asked to look whether the ringers come back.
    look_at: Option<Instant>,
    over: bool,
}

/// What the lookout does.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Lookout {
    #[default]
    NotThere,
    Awake,
    Asleep {
        until: Option<Instant>,
    },
}

/// What a ringer does next.
pub(super) enum Next {
    Ring(u64, Waker),
    Wait,
    End,
}

impl Duties {
    pub(super) fn has_no_threads(&self) -> bool {
        self.lookout == Lookout::NotThere
    }

    pub(super) fn lookout_is_there(&mut self) {
        self.lookout = Lookout::Awake;
    }

    pub(super) fn ringer_is_there(&mut self) {
        self.ringers += 1;
    }

    pub(super) fn close(&mut self) {
        self.over = true;
    }

    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    pub(super) fn note(&mut self, at: Instant, alarm: Arc<dyn Alarm>) -> Noted {
        let noted = Noted { at, number: self.number() };
        self.alarms.insert(noted, alarm);
        noted
    }

    pub(super) fn forget(&mut self, noted: Noted) -> Option<Arc<dyn Alarm>> {
        self.alarms.remove(&noted)
    }

    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// A lookout that is awake looks at everything before it sleeps again.
    pub(super) fn lookout_wakes_by(&self, deadline: Instant) -> bool {
        match self.lookout {
            Lookout::Asleep { until } => until.is_some_and(|until| until <= deadline),
            Lookout::NotThere | Lookout::Awake => true,
        }
    }

    pub(super) fn has_idle_ringer_for_all(&self) -> bool {
        self.ready.len() <= self.idle
    }

    /// Says whether the lookout has to be woken for it.
    pub(super) fn ask_for_a_look(&mut self, now: Instant) -> bool {
        if self.look_at.is_some() {
            return false;
        }
        let look_at = now + STUCK;
        self.look_at = Some(look_at);
        !self.lookout_wakes_by(look_at)
    }

    /// What a ringer that has nothing in hand does. More than one that waits is one too many.
    pub(super) fn next(&mut self, now: Instant) -> Next {
        if self.over {
            return Next::End;
        }
        match self.ready.pop_front() {
            Some(waker) => {
                let ring = self.number();
                self.ringing.insert(ring, now);
                Next::Ring(ring, waker)
            }
            None if self.idle > 0 => {
                self.ringers -= 1;
                Next::End
            }
            None => Next::Wait,
        }
    }

    pub(super) fn rang(&mut self, ring: u64) {
        self.ringing.remove(&ring);
    }

    pub(super) fn begin_waiting(&mut self) {
        self.idle += 1;
    }

    pub(super) fn end_waiting(&mut self) {
        self.idle -= 1;
    }

    /// The deadlines that have come: their callers are to be woken.
    pub(super) fn take_due(&mut self, now: Instant) {
        while let Some(first) = self.alarms.first_entry().filter(|first| first.key().at <= now) {
            let (Noted { number, .. }, alarm) = first.remove_entry();
            match alarm.due(now) {
                Due::Ring(waker) => self.ready.push_back(waker),
                Due::Later(at) => drop(self.alarms.insert(Noted { at, number }, alarm)),
                Due::Nothing => {}
            }
        }
    }

    /// Whether wakers wait, nobody is free, and none of those that ring has come back for too long.
    pub(super) fn needs_another_ringer(&self, now: Instant) -> bool {
        let all_stuck = self.ringing.values().all(|began| now.saturating_duration_since(*began) >= STUCK);
        !self.ready.is_empty() && self.idle == 0 && all_stuck && self.ringers < MOST_RINGERS
    }

    /// Until when the lookout may sleep.
    pub(super) fn sleep(&mut self, now: Instant) -> Option<Instant> {
        self.look_at = (self.ready.len() > self.idle).then(|| now + STUCK);
        let until = self.alarms.first_key_value().map(|(noted, _)| noted.at).into_iter().chain(self.look_at).min();
        self.lookout = Lookout::Asleep { until };
        until
    }
}
