//! Locks and threads of the model, and its clock: it moves when a test says so, and nothing else moves it.

use std::cell::RefCell;
use std::ops::Add;
use std::time::Duration;

pub use shuttle::sync::{Arc, Mutex, MutexGuard};
pub use shuttle::thread::Builder;
pub use std::sync::PoisonError;

/// A moment of the model's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(Duration);

thread_local! {
    /// The clock, and who sleeps until when. All threads of a run are one thread of the machine, and looking at
    /// the time is no event.
    static CLOCK: RefCell<Clock> = RefCell::default();
}

#[derive(Default)]
struct Clock {
    now: Duration,
    sleepers: Vec<(u64, Instant, Arc<shuttle::sync::Condvar>)>,
    next: u64,
}

impl Instant {
    pub fn now() -> Self {
        Self(CLOCK.with_borrow(|clock| clock.now))
    }

    pub fn saturating_duration_since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, wait: Duration) -> Self {
        Self(self.0 + wait)
    }
}

/// Starts the clock anew, for one run.
pub fn reset_clock() {
    CLOCK.take();
}

/// Moves the clock on a bit, and wakes all whose time has come. Somebody may not sleep yet who is about to: so
/// it is called again and again.
pub fn let_time_pass() {
    let due: Vec<_> = CLOCK.with_borrow_mut(|clock| {
        clock.now += Duration::from_millis(2);
        let now = Instant(clock.now);
        clock.sleepers.iter().filter(|(_, until, _)| *until <= now).map(|(_, _, bed)| Arc::clone(bed)).collect()
    });
    for bed in due {
        bed.notify_all();
    }
}

#[derive(Debug)]
pub struct Condvar(Arc<shuttle::sync::Condvar>);

impl Condvar {
    pub fn new() -> Self {
        Self(Arc::new(shuttle::sync::Condvar::new()))
    }

    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> std::sync::LockResult<MutexGuard<'a, T>> {
        self.0.wait(guard)
    }

    /// As the real one: ends at its time, or when it is notified, or because another one's time has come.
    #[allow(clippy::unnecessary_wraps, reason = "the real one may find the lock poisoned")]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        wait: Duration,
    ) -> std::sync::LockResult<(MutexGuard<'a, T>, ())> {
        let number = CLOCK.with_borrow_mut(|clock| {
            clock.next += 1;
            let (number, until) = (clock.next, Instant(clock.now) + wait);
            clock.sleepers.push((number, until, Arc::clone(&self.0)));
            number
        });
        let guard = self.0.wait(guard).unwrap_or_else(PoisonError::into_inner);
        CLOCK.with_borrow_mut(|clock| clock.sleepers.retain(|(sleeper, ..)| *sleeper != number));
        Ok((guard, ()))
    }

    pub fn notify_one(&self) {
        self.0.notify_one();
    }

    pub fn notify_all(&self) {
        self.0.notify_all();
    }
}
