//! Bytes to a relay, and what it answers.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// What came back until the connection ended.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

/// A request as the contract has it.
pub(crate) fn request(method: &str, target: &str, headers: &str, body: &str) -> String {
    format!("{method} {target} HTTP/1.1\r\nhost: localhost\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
}

pub(crate) fn about(device: &str) -> String {
    serde_json::json!({ "deviceId": device }).to_string()
}

/// Connects and never waits longer than a test should.
pub(crate) fn connect(socket: &Path) -> io::Result<UnixStream> {
    let stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    Ok(stream)
}

pub(crate) fn ask(socket: &Path, bytes: impl AsRef<[u8]>) -> io::Result<Answer> {
    let mut stream = connect(socket)?;
    // It may answer, and end, before it has read everything.
    drop(stream.write_all(bytes.as_ref()));
    answer(&mut stream)
}

pub(crate) fn answer(stream: &mut impl Read) -> io::Result<Answer> {
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        read?;
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("no answer: {text:?}")));
    };
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    Ok(Answer { status, head: head.to_lowercase(), body: body.to_owned() })
}
