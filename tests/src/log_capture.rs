//! Captures what is logged through `tracing` on one thread.
//!
//! A denial is logged on its caller's thread, so each test sees its own lines and nobody else's.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{DefaultGuard, set_default};
use tracing::{Event, Level, Metadata, Subscriber};

/// Captures until it is dropped.
#[derive(Debug)]
pub struct LogCapture {
    lines: Lines,
    _default: DefaultGuard,
}

/// One line of the log.
#[derive(Clone, Debug)]
pub struct LogLine {
    level: Level,
    fields: BTreeMap<String, String>,
}

type Lines = Arc<Mutex<Vec<LogLine>>>;

impl LogCapture {
    /// Starts to capture what this thread logs.
    #[must_use]
    pub fn on_this_thread() -> Self {
        let lines = Lines::default();
        Self { lines: Arc::clone(&lines), _default: set_default(Recorder(lines)) }
    }

    /// The lines so far.
    #[must_use]
    pub fn lines(&self) -> Vec<LogLine> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl LogLine {
    /// How loud it is.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }

    /// A field's text; `None` where the line does not have it. The text of the line itself is `message`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

struct Recorder(Lines);

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let line = LogLine { level: *event.metadata().level(), fields: fields.0 };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Fields(BTreeMap<String, String>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}
