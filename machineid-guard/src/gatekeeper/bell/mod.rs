//! Wakes async callers: when they are ruled on, and at their deadlines.
//!
//! A waker is code of the program, and the only such code that has to run in here. It may block, panic,
//! or run the whole task in place. So it never runs on the gatekeeper's thread but on a *ringer*, and a
//! ringer that does not come back from a waker is replaced: it costs no other caller its wake-up. Who
//! sees to that is the *lookout*, which also keeps the deadlines and runs nobody's code.

mod duties;
mod threads;

use std::io;
use std::task::Waker;

use super::slot::{Due, Slot};
use super::sync::{Arc, Condvar, Instant, Mutex, MutexGuard, PoisonError};

use duties::Duties;

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

/// What the handles and the threads share.
struct Tower {
    duties: Mutex<Duties>,
    /// Wakes a ringer.
    called: Condvar,
    /// Wakes the lookout.
    noticed: Condvar,
}

/// A deadline that was noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Noted {
    at: Instant,
    number: u64,
}

impl Bell {
    pub(super) fn new() -> Self {
        Self(Arc::new(Tower { duties: Mutex::default(), called: Condvar::new(), noticed: Condvar::new() }))
    }

    /// Ends the threads.
    pub(super) fn close(&self) {
        let Self(tower) = self;
        tower.lock().close();
        tower.called.notify_all();
        tower.noticed.notify_all();
    }

    /// Keeps a deadline.
    ///
    /// # Errors
    /// Where the threads that keep it could not be started.
    pub(super) fn note(&self, deadline: Instant, alarm: Arc<dyn Alarm>) -> io::Result<Noted> {
        let Self(tower) = self;
        let mut duties = tower.lock();
        if duties.has_no_threads() {
            threads::start(tower, &mut duties)?;
        }
        let noted = duties.note(deadline, alarm);
        let in_time = duties.lookout_wakes_by(deadline);
        drop(duties);
        if !in_time {
            tower.noticed.notify_one();
        }
        Ok(noted)
    }

    /// Forgets a deadline.
    pub(super) fn forget(&self, noted: Noted) {
        let forgotten = self.0.lock().forget(noted);
        drop(forgotten);
    }

    /// Has a waker rung, by somebody else.
    pub(super) fn ring(&self, waker: Waker) {
        let Self(tower) = self;
        let mut duties = tower.lock();
        duties.ready.push_back(waker);
        tower.call(duties);
    }
}

impl std::fmt::Debug for Bell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bell").finish_non_exhaustive()
    }
}

impl Tower {
    fn lock(&self) -> MutexGuard<'_, Duties> {
        self.duties.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody is to see to the wakers that are ready: a ringer that has nothing to do, or else the
    /// lookout, which looks whether those that ring come back.
    fn call(&self, mut duties: MutexGuard<'_, Duties>) {
        if duties.has_idle_ringer_for_all() {
            drop(duties);
            self.called.notify_one();
        } else if duties.ask_for_a_look(Instant::now()) {
            drop(duties);
            self.noticed.notify_one();
        }
    }
}
