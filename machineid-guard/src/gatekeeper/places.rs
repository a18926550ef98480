//! How many callers may wait at once.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::sync::Arc;

/// The most callers that may wait at once. Each holds a few hundred bytes here.
const MOST_WAITING: usize = 65_536;

/// The places of one gatekeeper. A counter and no lock: a forked child could find a lock held for ever.
#[derive(Clone, Debug, Default)]
pub(super) struct Places(Arc<AtomicUsize>);

/// One caller's place; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Place(Arc<AtomicUsize>);

impl Places {
    /// A place, unless all are taken.
    pub(super) fn take(&self) -> Option<Place> {
        let Self(taken) = self;
        let one_more = |taken: usize| (taken < MOST_WAITING).then_some(taken + 1);
        taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).ok()?;
        Some(Place(Arc::clone(taken)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
