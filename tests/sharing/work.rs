//! What the callers want to do.

use std::sync::atomic::{AtomicUsize, Ordering};

use machineid_guard::{Denied, guarded_tool};

/// Counts the bodies that ran.
#[derive(Debug, Default)]
pub struct Effects(AtomicUsize);

impl Effects {
    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

#[guarded_tool]
pub async fn work(effects: &Effects) -> Result<(), Denied> {
    effects.0.fetch_add(1, Ordering::SeqCst);
    Ok(())
}
