//! A point in time by two clocks, because neither one is enough for the age of a yes.
//!
//! `Instant` stands still while a machine is suspended (on Linux and macOS) and knows nothing of a
//! snapshot that is taken up later; the wall clock runs on there, but can be set. A yes is as old as the
//! clock says that makes it older.

use std::time::{Duration, Instant, SystemTime};

/// When something happened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    monotonic: Instant,
    wall: SystemTime,
}

impl Moment {
    pub(crate) fn now() -> Self {
        Self { monotonic: Instant::now(), wall: SystemTime::now() }
    }

    /// The time that has passed since then, by the clock that says more.
    pub(crate) fn age(&self) -> Duration {
        self.age_at(&Self::now())
    }

    /// The moment that is this much later, for a timer.
    pub(crate) fn after(&self, wait: Duration) -> Instant {
        self.monotonic + wait
    }

    /// A wall clock that was set back says nothing: the other one goes on.
    fn age_at(&self, now: &Self) -> Duration {
        let monotonic = now.monotonic.saturating_duration_since(self.monotonic);
        let wall = now.wall.duration_since(self.wall).unwrap_or_default();
        monotonic.max(wall)
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Moment};

    const SECOND: Duration = Duration::from_secs(1);
    const NIGHT: Duration = Duration::from_secs(8 * 3600);

    #[test]
    fn an_age_is_that_of_the_clock_that_says_more() {
        let then = Moment::now();
        let later = |monotonic, wall| Moment { monotonic: then.monotonic + monotonic, wall: then.wall + wall };
        assert_eq!(then.age_at(&later(SECOND, SECOND)), SECOND);
        assert_eq!(then.age_at(&later(SECOND, NIGHT)), NIGHT, "the machine slept");
        assert_eq!(then.age_at(&later(NIGHT, SECOND)), NIGHT, "the wall clock was slowed or set back a little");
        assert_eq!(then.age_at(&then), Duration::ZERO);
    }

    #[test]
    fn a_wall_clock_that_was_set_back_makes_nothing_younger() {
        let then = Moment::now();
        let set_back = Moment { monotonic: then.monotonic + 3 * SECOND, wall: then.wall - NIGHT };
        assert_eq!(then.age_at(&set_back), 3 * SECOND);
    }
}
