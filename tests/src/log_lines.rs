//! Everything that is logged through `log` in this process, whoever logs it.

use std::sync::{Arc, Mutex, PoisonError};

use log::{LevelFilter, Log, Metadata, Record};

/// The lines so far.
#[derive(Clone, Debug, Default)]
pub struct LogLines(Arc<Mutex<Vec<String>>>);

impl LogLines {
    /// Keeps them from now on.
    ///
    /// # Panics
    /// Where the process has a logger already.
    #[must_use]
    #[allow(clippy::expect_used)]
    pub fn of_this_process() -> Self {
        let lines = Self::default();
        log::set_boxed_logger(Box::new(lines.clone())).expect("this process has no other logger");
        log::set_max_level(LevelFilter::Trace);
        lines
    }

    /// The lines so far.
    #[must_use]
    pub fn all(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Log for LogLines {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let line = format!("{} {}", record.target(), record.args());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    fn flush(&self) {}
}
