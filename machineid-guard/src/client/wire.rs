//! Which HTTP an authority turned out to speak.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use reqwest::Version;
use serde::Serialize;

/// How questions travel, as it was negotiated with the authority. It decides what a boundary costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Wire {
    /// HTTP/2: all questions share a connection, where a number ties each answer to its question.
    Http2,
    /// HTTP/1.1, which has nothing to tie an answer to its question: each question opens a connection of
    /// its own. Over TLS the session is resumed.
    Http1,
}

impl Wire {
    /// Of an answer that was looked at: its version is one of the two.
    pub(super) fn of(version: Version) -> Self {
        if version == Version::HTTP_2 { Self::Http2 } else { Self::Http1 }
    }
}

/// `HTTP/2: one shared connection, a question costs one round trip`.
impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Http2 => "HTTP/2: one shared connection, a question costs one round trip",
            Self::Http1 => {
                "HTTP/1.1: a connection for each question, which costs one round trip more, and over TLS two or three"
            }
        })
    }
}

/// What is known of the wire, for somebody else to read than the client, which is on the gatekeeper's thread.
///
/// Atomic, so that a process that was forked meanwhile does not wait for a lock that nobody holds there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Negotiated(Arc<Cells>);

#[derive(Debug, Default)]
struct Cells {
    last: AtomicU8,
    told: AtomicU8,
}

const HTTP1: u8 = 1;
const HTTP2: u8 = 2;

impl Negotiated {
    pub(super) fn answered_over(&self, wire: Wire) {
        let code = match wire {
            Wire::Http1 => HTTP1,
            Wire::Http2 => HTTP2,
        };
        self.0.last.store(code, Ordering::Relaxed);
    }

    /// What the last answer came over; `None` before the first.
    pub(crate) fn wire(&self) -> Option<Wire> {
        match self.0.last.load(Ordering::Relaxed) {
            HTTP1 => Some(Wire::Http1),
            HTTP2 => Some(Wire::Http2),
            _ => None,
        }
    }

    /// The same, once for each time that it changed.
    pub(crate) fn news(&self) -> Option<Wire> {
        let last = self.0.last.load(Ordering::Relaxed);
        let told = self.0.told.swap(last, Ordering::Relaxed);
        self.wire().filter(|_| told != last)
    }
}
