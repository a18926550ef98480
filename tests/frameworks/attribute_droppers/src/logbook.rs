//! What the tools did.

use std::sync::{LazyLock, Mutex, PoisonError};

/// One line for everything that a tool did.
#[derive(Debug, Default)]
pub struct Logbook(Mutex<Vec<String>>);

static LOGBOOK: LazyLock<Logbook> = LazyLock::new(Logbook::default);

/// The logbook of this process.
pub fn logbook() -> &'static Logbook {
    &LOGBOOK
}

impl Logbook {
    /// Adds a line, and says how many there are.
    pub fn write(&self, line: impl Into<String>) -> usize {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(line.into());
        lines.len()
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}
