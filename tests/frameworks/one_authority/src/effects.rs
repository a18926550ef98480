//! What tools did.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How often the tools of one test did something. Clones count together.
#[derive(Clone, Debug, Default)]
pub struct Effects(Arc<AtomicUsize>);

impl Effects {
    /// One more. How many there are now, for an answer.
    pub fn add(&self) -> String {
        (self.0.fetch_add(1, Ordering::SeqCst) + 1).to_string()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}
