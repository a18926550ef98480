//! The deadlines of those who wait, and until when the lookout may sleep. No thread and no clock here.

use std::collections::BTreeMap;
use std::task::Waker;
use std::time::Duration;

use super::{Alarm, Noted};
use crate::gatekeeper::slot::Due;
use crate::gatekeeper::sync::{Arc, Instant};

/// A waker takes microseconds. After this, its ringer is not waited for.
pub(super) const STUCK: Duration = Duration::from_millis(5);

#[derive(Default)]
pub(super) struct Deadlines {
    alarms: BTreeMap<Noted, Arc<dyn Alarm>>,
    next: u64,
    lookout: Lookout,
    /// The lookout is to see whether ringers come back.
    look: Look,
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

/// Whether the lookout has to look after the ringers soon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Look {
    #[default]
    NotNeeded,
    Soon,
}

impl Deadlines {
    pub(super) fn has_no_lookout(&self) -> bool {
        self.lookout == Lookout::NotThere
    }

    /// It looks at everything before it sleeps again.
    pub(super) fn lookout_is_awake(&mut self) {
        self.lookout = Lookout::Awake;
    }

    pub(super) fn close(&mut self) {
        self.over = true;
    }

    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    pub(super) fn note(&mut self, at: Instant, alarm: Arc<dyn Alarm>) -> Noted {
        self.next += 1;
        let noted = Noted { at, number: self.next };
        self.alarms.insert(noted, alarm);
        noted
    }

    pub(super) fn forget(&mut self, noted: Noted) -> Option<Arc<dyn Alarm>> {
        self.alarms.remove(&noted)
    }

    pub(super) fn lookout_wakes_by(&self, moment: Instant) -> bool {
        match self.lookout {
            Lookout::Asleep { until } => until.is_some_and(|until| until <= moment),
            Lookout::NotThere | Lookout::Awake => true,
        }
    }

    pub(super) fn look_soon(&mut self) {
        self.look = Look::Soon;
    }

    /// Those whose time has come, to be woken.
    pub(super) fn take_due(&mut self, now: Instant) -> Vec<Waker> {
        let mut due = Vec::new();
        while let Some(first) = self.alarms.first_entry().filter(|first| first.key().at <= now) {
            let (Noted { number, .. }, alarm) = first.remove_entry();
            match alarm.due(now) {
                Due::Ring(waker) => due.push(waker),
                Due::Later(at) => drop(self.alarms.insert(Noted { at, number }, alarm)),
                Due::Nothing => {}
            }
        }
        due
    }

    /// Until when the lookout may sleep.
    pub(super) fn sleep(&mut self, now: Instant, look: Look) -> Option<Instant> {
        let asked = std::mem::take(&mut self.look);
        let look_at = (look == Look::Soon || asked == Look::Soon).then(|| now + STUCK);
        let until = self.alarms.first_key_value().map(|(noted, _)| noted.at).into_iter().chain(look_at).min();
        self.lookout = Lookout::Asleep { until };
        until
    }
}
