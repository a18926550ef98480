//! What the guards of an authority decided, while somebody looks.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::told::{Hook, Observation};

/// Stands in each guard that [`LocalAuthority::guard`](super::LocalAuthority::guard) makes.
#[derive(Clone, Default)]
pub(super) struct Witness(Arc<Memory>);

#[derive(Default)]
struct Memory {
    // Besides the lock, so that nobody waits for it who is not looked at.
    looks: AtomicBool,
    seen: Mutex<Vec<Observation>>,
}

/// As long as it is there, the witness looks.
pub(super) struct Looking<'a>(&'a Memory);

impl Witness {
    pub(super) fn look(&self) -> Looking<'_> {
        self.0.looks.store(true, Ordering::SeqCst);
        Looking(&self.0)
    }
}

impl Looking<'_> {
    /// What was seen since the last time.
    pub(super) fn take(&self) -> Vec<Observation> {
        std::mem::take(&mut *self.0.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Looking<'_> {
    fn drop(&mut self) {
        self.0.looks.store(false, Ordering::SeqCst);
        drop(self.take());
    }
}

impl Hook for Witness {
    fn looks(&self) -> bool {
        self.0.looks.load(Ordering::SeqCst)
    }

    fn tell(&self, observation: &Observation) {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner).push(observation.clone());
    }
}
