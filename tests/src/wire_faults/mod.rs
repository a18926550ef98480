//! What an authority can do on the wire that no guard may believe: played over plain HTTP, whoever stands between.
//!
//! The catalogue of faults has these as rows, and so have those who ask through something.

mod body;
mod desync;
mod framing;
mod network;
mod status;
mod trailers;

use machineid_guard::{Fault, Reason};

use crate::scripted::Play;

pub use desync::{half_a_yes_in_the_same_write, yes_after, yes_in_the_same_write};
pub use trailers::with_trailers;

/// One fault.
pub struct Row {
    /// In words.
    pub fault: String,
    /// What the authority does.
    pub play: Play,
    /// What the caller sees who asks it directly.
    pub expected: Expected,
}

/// What the caller sees.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// A denial for this reason.
    Denied(Reason),
    /// The authority's own no, with this code.
    AuthoritysNo(&'static str),
    /// A denial with the code `CONFIGURATION`.
    ConfigurationError,
    /// The body runs.
    Allowed,
}

impl Row {
    fn new(fault: impl Into<String>, play: Play, expected: Expected) -> Self {
        Self { fault: fault.into(), play, expected }
    }

    fn denied(fault: impl Into<String>, play: Play, reason: Fault) -> Self {
        Self::new(fault, play, Expected::Denied(Reason::Fault(reason)))
    }
}

/// No connection, no answer, half an answer.
#[must_use]
pub fn network() -> Vec<Row> {
    network::rows()
}

/// Bytes that are not HTTP, or HTTP that is not believed.
#[must_use]
pub fn framing() -> Vec<Row> {
    framing::rows()
}

/// After the body.
#[must_use]
pub fn trailers() -> Vec<Row> {
    trailers::rows()
}

/// Every status but 200, and redirects to nowhere are not among them: they need a place to go.
#[must_use]
pub fn status() -> Vec<Row> {
    status::rows()
}

/// The body.
#[must_use]
pub fn body() -> Vec<Row> {
    body::rows()
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Row> {
    [network(), framing(), trailers(), status(), body()].into_iter().flatten().collect()
}
