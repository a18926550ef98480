use std::fmt;
use std::io::{self, Read};
use std::net::TcpStream;

/// A request as it was sent.
#[derive(Clone)]
pub struct Recorded {
    head: String,
    body: Vec<u8>,
}

impl Recorded {
    /// Reads one request; `None` where the peer ended the connection before it.
    pub(super) fn read(
        stream: &mut TcpStream,
        unread: &mut Vec<u8>,
        mut more: impl FnMut(&mut TcpStream, &mut Vec<u8>) -> io::Result<usize>,
    ) -> io::Result<Option<Self>> {
        loop {
            if let Some(request) = Self::take(unread) {
                return Ok(Some(request));
            }
            if more(stream, unread)? == 0 {
                return Ok(None);
            }
        }
    }

    /// Takes the first request out of what has arrived; `None` where it is not whole yet.
    pub(crate) fn take(unread: &mut Vec<u8>) -> Option<Self> {
        let end = unread.windows(4).position(|bytes| bytes == b"\r\n\r\n")? + 4;
        let head = String::from_utf8_lossy(&unread[..end]).into_owned();
        let whole = end + content_length(&head);
        if unread.len() < whole {
            return None;
        }
        let body = unread[end..whole].to_vec();
        unread.drain(..whole);
        Some(Self { head, body })
    }

    /// A request that another server read.
    #[must_use]
    pub fn new(head: String, body: Vec<u8>) -> Self {
        Self { head, body }
    }

    /// The request line and the headers.
    #[must_use]
    pub fn head(&self) -> &str {
        &self.head
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The path and query.
    #[must_use]
    pub fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    /// Whether it asks for permission.
    #[must_use]
    pub fn is_validate(&self) -> bool {
        self.target().ends_with("/devices/validate")
    }

    /// Whether it registers a device.
    #[must_use]
    pub fn is_register(&self) -> bool {
        self.target().ends_with("/devices/register")
    }
}

/// Leaves the headers out: the key is one of them.
impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorded").field("target", &self.target()).finish_non_exhaustive()
    }
}

/// What has arrived, appended to `unread`; 0 at the end of the stream.
pub(super) fn receive(stream: &mut TcpStream, unread: &mut Vec<u8>) -> io::Result<usize> {
    let mut bytes = [0; 4096];
    let count = stream.read(&mut bytes)?;
    unread.extend_from_slice(&bytes[..count]);
    Ok(count)
}

fn content_length(head: &str) -> usize {
    let header = head.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = header.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    lengths.next().and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(0)
}
