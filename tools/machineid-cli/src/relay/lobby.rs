//! Who has connected and not yet asked. An agent asks at once, so where the places run out, the one that has been there
//! longest goes: thousands that never ask keep nobody out. Only not one that has just come: where many ask at the same
//! moment, what they said is there and has not been read yet.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::task::AbortHandle;

/// The time that everybody has for a question, however many wait for a place.
const GRACE: Duration = Duration::from_millis(100);

/// One connection, for as long as it matters whether it has asked.
#[derive(Debug)]
pub(super) struct Guest {
    asked: AtomicBool,
    came: Instant,
}

/// The connections, the longest there first.
#[derive(Debug, Default)]
pub(super) struct Lobby(VecDeque<(Arc<Guest>, AbortHandle)>);

impl Guest {
    pub(super) fn new() -> Self {
        Self { asked: AtomicBool::new(false), came: Instant::now() }
    }

    /// From now on it waits for an answer, and nobody waits for it.
    pub(super) fn has_asked(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_silent(&self) -> bool {
        !self.asked.load(Ordering::Relaxed)
    }
}

impl Lobby {
    pub(super) fn enter(&mut self, guest: Arc<Guest>, connection: AbortHandle) {
        self.forget_settled();
        self.0.push_back((guest, connection));
    }

    /// How long the one that has been silent for longest may still stay where places are wanted.
    pub(super) fn grace(&mut self) -> Duration {
        self.forget_settled();
        self.0.front().map_or(GRACE, |(guest, _)| GRACE.saturating_sub(guest.came.elapsed()))
    }

    /// Ends the connection that has been silent for longest, if its grace is over.
    pub(super) fn turn_out_one(&mut self) {
        if self.grace().is_zero()
            && let Some((_, connection)) = self.0.pop_front()
        {
            connection.abort();
        }
    }

    pub(super) fn turn_out_all(&mut self) {
        for (guest, connection) in self.0.drain(..) {
            if guest.is_silent() {
                connection.abort();
            }
        }
    }

    /// Up to the first that is still silent. Those behind it are few: none may be silent for long.
    fn forget_settled(&mut self) {
        while self.0.front().is_some_and(|(guest, connection)| !guest.is_silent() || connection.is_finished()) {
            self.0.pop_front();
        }
    }
}
