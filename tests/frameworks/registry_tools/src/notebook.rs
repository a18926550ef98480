//! The state that the tools share.

use std::sync::{Mutex, PoisonError};

/// What the assistant did and wrote down.
#[derive(Debug, Default)]
pub struct Notebook(Mutex<Vec<String>>);

impl Notebook {
    /// Adds a line, and says how many there are.
    pub fn write(&self, line: impl Into<String>) -> usize {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(line.into());
        lines.len()
    }

    /// All lines.
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
