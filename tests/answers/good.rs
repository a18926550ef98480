//! Answers as an authority gives them.

use crate::http2_frames::{answer_frames, padded_answer_frames};

pub const YES: &str =
    r#"{"allowed":true,"code":"ALLOW","deviceId":"openai-agent:prod:payments:01","request_id":"r-1"}"#;
pub const NO: &str =
    r#"{"allowed":false,"code":"DEVICE_REVOKED","deviceId":"openai-agent:prod:payments:01","request_id":"r-1"}"#;

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/// HTTP/1.1, with its length stated.
pub fn sized(body: &str) -> Vec<u8> {
    format!("{HEAD}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// HTTP/1.1, in two chunks.
pub fn chunked(body: &str) -> Vec<u8> {
    let (first, second) = body.split_at(20);
    let chunks = format!("{:x}\r\n{first}\r\n{:X};name=value\r\n{second}\r\n0\r\n\r\n", first.len(), second.len());
    format!("{HEAD}transfer-encoding: chunked\r\nconnection: close\r\n\r\n{chunks}").into_bytes()
}

/// HTTP/1.1, after a response that is not the final one.
pub fn after_early_hints(body: &str) -> Vec<u8> {
    [b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".to_vec(), sized(body)].concat()
}

/// Everything over HTTP/1.1.
pub fn http1(body: &str) -> [Vec<u8>; 3] {
    [sized(body), chunked(body), after_early_hints(body)]
}

/// Everything over HTTP/2, after the SETTINGS of both sides.
pub fn http2(body: &str) -> [Vec<u8>; 2] {
    [answer_frames(body), padded_answer_frames(body)]
}
