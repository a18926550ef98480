//! Wakes async callers: when they are ruled on, and at their deadlines.
//!
//! A waker is code of the program, and the only such code that has to run in here. It may block, panic,
//! or run the whole task in place. So it never runs on the gatekeeper's thread but on a *ringer*, and a
//! ringer that does not come back from a waker is replaced: it costs no other caller its wake-up. Who
//! sees to that is the *lookout*, which also keeps the deadlines and runs nobody's code.

mod deadlines;
mod rota;
mod threads;

use std::io;
use std::task::Waker;

use super::slot::{Due, Slot};
use super::sync::{Arc, Condvar, Instant, Mutex, MutexGuard, PoisonError};

use deadlines::{Deadlines, STUCK};
use rota::{Rota, Summon};

/// A deadline that is kept, and who is told of it.
pub(super) trait Alarm: Send + Sync {
    fn due(&self, now: Instant) -> Due;
}

impl<R: Send> Alarm for Slot<R> {
    fn due(&self, now: Instant) -> Due {
        self.due(now)
    }
}

/// The handle. Its threads are started with the first deadline, and end when it is [closed](Bell::close).
#[derive(Clone)]
pub(super) struct Bell(Arc<Tower>);

/// What the handles and the threads share. Of the two locks, the one of the deadlines is taken first where both
/// are.
struct Tower {
    deadlines: Mutex<Deadlines>,
    /// Wakes the lookout.
    noticed: Condvar,
    rota: Mutex<Rota>,
    /// Wakes a ringer.
    called: Condvar,
}

/// Wakers that are rung together.
pub(super) struct Peal {
    bell: Bell,
    wakers: Vec<Waker>,
}

/// A deadline that was noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Noted {
    at: Instant,
    number: u64,
}

impl Noted {
    pub(super) fn has_come(self, now: Instant) -> bool {
        self.at <= now
    }
}

impl Bell {
    pub(super) fn new() -> Self {
        Self(Arc::new(Tower {
            deadlines: Mutex::default(),
            noticed: Condvar::new(),
            rota: Mutex::default(),
            called: Condvar::new(),
        }))
    }

    /// Ends the threads.
    pub(super) fn close(&self) {
        let Self(tower) = self;
        tower.deadlines().close();
        tower.rota().close();
        tower.called.notify_all();
        tower.noticed.notify_all();
    }

    /// Keeps a deadline.
    ///
    /// # Errors
    /// Where the threads that keep it could not be started.
    pub(super) fn note(&self, deadline: Instant, alarm: Arc<dyn Alarm>) -> io::Result<Noted> {
        let Self(tower) = self;
        let mut deadlines = tower.deadlines();
        if deadlines.has_no_lookout() {
            threads::start(tower, &mut deadlines)?;
        }
        let noted = deadlines.note(deadline, alarm);
        let in_time = deadlines.lookout_wakes_by(deadline);
        drop(deadlines);
        if !in_time {
            tower.noticed.notify_one();
        }
        Ok(noted)
    }

    /// Forgets a deadline.
    pub(super) fn forget(&self, noted: Noted) {
        let forgotten = self.0.deadlines().forget(noted);
        drop(forgotten);
    }

    /// For wakers that come one after the other and can be rung together.
    pub(super) fn peal(&self) -> Peal {
        Peal { bell: self.clone(), wakers: Vec::new() }
    }

    /// Has wakers rung, by somebody else.
    pub(super) fn ring(&self, wakers: impl IntoIterator<Item = Waker>) {
        let Self(tower) = self;
        let mut rota = tower.rota();
        rota.add(wakers);
        let summon = rota.summon();
        drop(rota);
        tower.wake(&summon);
    }
}

impl Peal {
    pub(super) fn add(&mut self, waker: Waker) {
        self.wakers.push(waker);
    }

    /// Has those rung that were added.
    pub(super) fn ring(&mut self) {
        if !self.wakers.is_empty() {
            self.bell.ring(self.wakers.drain(..));
        }
    }
}

/// Whose callers were ruled on sleep until they are rung.
impl Drop for Peal {
    fn drop(&mut self) {
        self.ring();
    }
}

impl std::fmt::Debug for Bell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bell").finish_non_exhaustive()
    }
}

impl Tower {
    fn deadlines(&self) -> MutexGuard<'_, Deadlines> {
        self.deadlines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rota(&self) -> MutexGuard<'_, Rota> {
        self.rota.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self, summon: &Summon) {
        match summon {
            Summon::Nobody => {}
            Summon::Ringer => self.called.notify_one(),
            Summon::Lookout => {
                let mut deadlines = self.deadlines();
                deadlines.look_soon();
                let in_time = deadlines.lookout_wakes_by(Instant::now() + STUCK);
                drop(deadlines);
                if !in_time {
                    self.noticed.notify_one();
                }
            }
        }
    }
}
