//! What the workshop did, as its books have it.

use std::sync::{LazyLock, Mutex, PoisonError};

/// The workshop's books. Every tool writes a line.
#[derive(Debug, Default)]
pub struct Ledger(Mutex<Vec<String>>);

static LEDGER: LazyLock<Ledger> = LazyLock::new(Ledger::default);

/// The books of this process.
pub fn ledger() -> &'static Ledger {
    &LEDGER
}

impl Ledger {
    pub(crate) fn write(&self, line: impl Into<String>) -> usize {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(line.into());
        lines.len()
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}
