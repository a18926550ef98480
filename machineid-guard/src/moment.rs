//! When something happened, by both clocks of the machine.

use std::time::{Duration, Instant, SystemTime};

/// A moment, by the clock that never goes back and by the one on the wall.
///
/// On Linux the first stands still while the machine is suspended, and in both a virtual machine may be set
/// back to a snapshot; the second may be put forward or back. What is too old by either is too old.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    monotonic: Instant,
    wall: SystemTime,
}

impl Moment {
    pub(crate) fn now() -> Self {
        Self { monotonic: Instant::now(), wall: SystemTime::now() }
    }

    /// The time that has passed since then.
    pub(crate) fn age(&self) -> Duration {
        self.age_at(&Self::now())
    }

    fn age_at(&self, now: &Self) -> Duration {
        let by_wall = now.wall.duration_since(self.wall).unwrap_or_default();
        now.monotonic.saturating_duration_since(self.monotonic).max(by_wall)
    }

    /// The moment that is this much later, for a timer.
    pub(crate) fn after(&self, wait: Duration) -> Instant {
        self.monotonic + wait
    }
}
