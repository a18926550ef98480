//! Trailers, in which an answer could take back what it said.

use std::sync::Arc;

use machineid_guard::Fault;

use super::Row;
use crate::scripted::{ALLOW, Cue, Play, REGISTERED, Step, json};

pub(super) fn rows() -> Vec<Row> {
    vec![Row::denied("a yes in chunks, and then trailers", chunks_and_trailers(), Fault::MalformedHttp)]
}

fn chunks_and_trailers() -> Play {
    Arc::new(|cue| match cue {
        Cue::Asked { request, .. } if request.is_register() => vec![json(REGISTERED)],
        Cue::Asked { .. } => vec![Step::Say(with_trailers(ALLOW))],
        Cue::Accepted => Vec::new(),
    })
}

/// This body in one chunk, and then trailers.
#[must_use]
pub fn with_trailers(body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\nx-late: no\r\n\r\n")
        .into()
}
