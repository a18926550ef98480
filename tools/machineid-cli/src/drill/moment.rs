//! A point in time by the clock that several processes can compare, and whether that clock can be believed.

use std::fmt;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::{Serialize, Serializer};

/// Microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At(u64);

impl At {
    pub(super) fn now() -> Self {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(u64::try_from(since_1970.as_micros()).unwrap_or(u64::MAX))
    }

    pub(super) const fn of_micros(micros: u64) -> Self {
        Self(micros)
    }

    pub(super) const fn of_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1000))
    }

    pub(super) fn after(self, wait: Duration) -> Self {
        Self(self.0.saturating_add(micros(wait)))
    }

    pub(super) fn before(self, wait: Duration) -> Self {
        Self(self.0.saturating_sub(micros(wait)))
    }

    /// Zero where the other one is later.
    pub(super) fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The latest time that can be written is that of the year 9999.
        let shown = Duration::from_micros(self.0).min(Duration::from_secs(253_402_300_799));
        humantime::format_rfc3339_micros(UNIX_EPOCH + shown).fmt(f)
    }
}

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a clock may lose or gain by being slewed, beside a small constant.
const SLEWED_PER_MILLE: u32 = 1;
const ALWAYS: Duration = Duration::from_millis(5);

/// This machine's clock since a moment.
#[derive(Debug)]
pub(super) struct Clock {
    wall: At,
    steady: Instant,
}

impl Clock {
    pub(super) fn start() -> Self {
        Self { wall: At::now(), steady: Instant::now() }
    }

    pub(super) fn started(&self) -> At {
        self.wall
    }

    /// That the clock was set since, or the machine slept, in a sentence: no times can be compared then.
    pub(super) fn objection(&self) -> Option<String> {
        let expected = self.wall.after(self.steady.elapsed());
        let now = At::now();
        let off = now.since(expected).max(expected.since(now));
        let is_fine = off <= ALWAYS + self.steady.elapsed() * SLEWED_PER_MILLE / 1000;
        (!is_fine).then(|| format!("this machine's clock was set by {off:?} during the drill, or the machine slept"))
    }
}
