//! Plays, and the pieces that they are made of.

use std::sync::Arc;

use super::{Cue, Play, Step};

/// A yes.
pub const ALLOW: &str = r#"{"allowed":true,"code":"ALLOW","request_id":"req-yes"}"#;
/// A no.
pub const DENY: &str = r#"{"allowed":false,"code":"DEVICE_REVOKED","request_id":"req-no"}"#;
/// A successful registration.
pub const REGISTERED: &str = r#"{"status":"ok"}"#;

/// An authority that registers and allows everybody.
#[must_use]
pub fn healthy() -> Play {
    on_validate(|_| vec![json(ALLOW)])
}

/// A healthy authority, but for what it does when it was asked for permission. The closure gets the
/// request's number on its connection.
pub fn on_validate(steps: impl Fn(usize) -> Vec<Step> + Send + Sync + 'static) -> Play {
    Arc::new(move |cue| match cue {
        Cue::Accepted => Vec::new(),
        Cue::Asked { nth, request } if request.is_validate() => steps(*nth),
        Cue::Asked { .. } => vec![json(REGISTERED)],
    })
}

/// A healthy authority, but for what it does when it was asked to register a device.
pub fn on_register(steps: impl Fn() -> Vec<Step> + Send + Sync + 'static) -> Play {
    Arc::new(move |cue| match cue {
        Cue::Accepted => Vec::new(),
        Cue::Asked { request, .. } if request.is_register() => steps(),
        Cue::Asked { .. } => vec![json(ALLOW)],
    })
}

/// A server that does this as soon as it is connected to.
pub fn on_accept(steps: impl Fn() -> Vec<Step> + Send + Sync + 'static) -> Play {
    Arc::new(move |cue| match cue {
        Cue::Accepted => steps(),
        Cue::Asked { request, .. } if request.is_register() => vec![json(REGISTERED)],
        Cue::Asked { .. } => vec![json(ALLOW)],
    })
}

/// A good answer with this body.
#[must_use]
pub fn json(body: &str) -> Step {
    Step::Say(http("HTTP/1.1 200 OK", "content-type: application/json\r\n", body.as_bytes()))
}

/// A response with this status line, these further header lines, and a body of stated length.
#[must_use]
pub fn http(status_line: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("{status_line}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}
