//! One line of an audit trail.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::drill::moment::At;

/// What a line is.
#[derive(Debug)]
pub(super) enum Read {
    Line(Line),
    /// JSON, and not of the library.
    Foreign {
        /// What it says happened, if anything.
        what: String,
        at: Option<At>,
    },
    /// No JSON object: a part of a line, most likely.
    Torn,
}

/// A line that the library wrote.
#[derive(Debug)]
pub(in crate::drill) struct Line {
    pub(in crate::drill) run: String,
    pub(in crate::drill) seq: u64,
    /// When it was recorded.
    pub(in crate::drill) at: At,
    pub(in crate::drill) event: Event,
    /// As it stands in the file, without its end.
    pub(in crate::drill) text: Box<[u8]>,
}

#[derive(Debug)]
pub(in crate::drill) enum Event {
    Begin { pid: u32, version: String },
    Decision(Decision),
    Lost(u64),
    End,
}

/// One check and how it came out.
#[derive(Debug)]
pub(in crate::drill) struct Decision {
    /// The kind of the boundary.
    pub(in crate::drill) boundary: String,
    pub(in crate::drill) name: String,
    pub(in crate::drill) device: Option<String>,
    pub(in crate::drill) allowed: bool,
    pub(in crate::drill) code: Option<String>,
    pub(in crate::drill) request_id: Option<String>,
    /// When the boundary was reached; `None` where no question was put.
    pub(in crate::drill) reached: Option<At>,
    /// When the outcome was known.
    pub(in crate::drill) known: At,
}

impl Decision {
    pub(in crate::drill) fn is_of(&self, device: &str) -> bool {
        self.device.as_deref() == Some(device)
    }

    /// Work that was stopped while it ran.
    pub(in crate::drill) fn is_in_flight(&self) -> bool {
        self.boundary == "in_flight"
    }
}

#[derive(Deserialize)]
struct Fields {
    run: String,
    seq: u64,
    at_ms: u64,
    event: String,
    pid: Option<u32>,
    version: Option<String>,
    count: Option<u64>,
    boundary: Option<String>,
    name: Option<String>,
    device_id: Option<String>,
    allowed: Option<bool>,
    code: Option<String>,
    request_id: Option<String>,
    reached_us: Option<u64>,
    elapsed_us: Option<u64>,
}

impl Read {
    pub(super) fn of(text: &[u8]) -> Self {
        let fields = serde_json::from_slice::<Fields>(text);
        if let Some(line) = fields.ok().and_then(|fields| Line::of(fields, text)) {
            return Self::Line(line);
        }
        let Ok(object) = serde_json::from_slice::<Map<String, Value>>(text) else { return Self::Torn };
        let at = object.get("at_ms").and_then(Value::as_u64).map(At::of_millis);
        let word = |key: &str| object.get(key).and_then(Value::as_str);
        let what = ["event", "name"].map(word).into_iter().flatten().collect::<Vec<_>>().join(" ");
        Self::Foreign { what: what.chars().take(80).collect(), at }
    }
}

impl Line {
    fn of(fields: Fields, text: &[u8]) -> Option<Self> {
        let is_run = fields.run.len() == 32 && fields.run.bytes().all(|digit| digit.is_ascii_hexdigit());
        let at = At::of_millis(fields.at_ms);
        let event = match fields.event.as_str() {
            "begin" => Event::Begin { pid: fields.pid?, version: fields.version? },
            "decision" => {
                let reached = fields.reached_us.map(At::of_micros);
                let elapsed = std::time::Duration::from_micros(fields.elapsed_us?);
                let decision = Decision {
                    boundary: fields.boundary?,
                    name: fields.name?,
                    device: fields.device_id,
                    allowed: fields.allowed?,
                    code: fields.code,
                    request_id: fields.request_id,
                    reached,
                    known: reached.map_or(at, |reached| reached.after(elapsed)),
                };
                // A yes to a question whose time nobody knows cannot be placed.
                if decision.allowed && decision.reached.is_none() {
                    return None;
                }
                Event::Decision(decision)
            }
            "lost" => Event::Lost(fields.count?),
            "end" => Event::End,
            _ => return None,
        };
        is_run.then(|| Self { run: fields.run, seq: fields.seq, at, event, text: text.into() })
    }

    pub(in crate::drill) fn decision(&self) -> Option<&Decision> {
        match &self.event {
            Event::Decision(decision) => Some(decision),
            _ => None,
        }
    }
}
