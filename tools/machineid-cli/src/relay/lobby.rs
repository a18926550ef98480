//! Who has connected and not yet asked. An agent asks at once, so where the places run out, the one that has been there
//! longest goes: thousands that never ask keep nobody out.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::AbortHandle;

/// One connection, for as long as it matters whether it has asked.
#[derive(Debug, Default)]
pub(super) struct Guest {
    asked: AtomicBool,
}

/// The connections, the longest there first.
#[derive(Debug, Default)]
pub(super) struct Lobby(VecDeque<(Arc<Guest>, AbortHandle)>);

impl Guest {
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

    /// Ends the connection that has been silent for longest, if there is one.
    pub(super) fn turn_out_one(&mut self) {
        self.forget_settled();
        if let Some((_, connection)) = self.0.pop_front() {
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
