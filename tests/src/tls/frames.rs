//! HTTP/2 frame by frame, for what no library writes.

use std::sync::atomic::Ordering;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::{Ended, Stage};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
/// On DATA and HEADERS.
const END_STREAM: u8 = 1;
/// On SETTINGS and PING.
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;
const PREFACE: usize = 24;

/// One frame of a response, on whichever stream it answers.
#[derive(Clone, Debug)]
pub struct Frame {
    kind: u8,
    flags: u8,
    payload: Vec<u8>,
}

/// Whether a frame is the last of its stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Last {
    /// It ends the stream.
    Yes,
    /// More comes.
    No,
}

impl Last {
    fn flag(self) -> u8 {
        if self == Self::Yes { END_STREAM } else { 0 }
    }
}

impl Frame {
    /// HEADERS with this HPACK block.
    #[must_use]
    pub fn headers(block: &[u8], last: Last) -> Self {
        Self { kind: HEADERS, flags: END_HEADERS | last.flag(), payload: block.to_vec() }
    }

    /// HEADERS of a response with status 200 and nothing else.
    #[must_use]
    pub fn ok() -> Self {
        Self::headers(&[0x88], Last::No)
    }

    /// DATA.
    #[must_use]
    pub fn data(bytes: &str, last: Last) -> Self {
        Self { kind: DATA, flags: last.flag(), payload: bytes.into() }
    }

    /// `RST_STREAM` with this code.
    #[must_use]
    pub fn reset(code: u32) -> Self {
        Self { kind: RST_STREAM, flags: 0, payload: code.to_be_bytes().to_vec() }
    }

    fn bytes(&self, stream: u32) -> Vec<u8> {
        let length = u32::try_from(self.payload.len()).unwrap_or(u32::MAX).to_be_bytes();
        let head = [&length[1..], &[self.kind, self.flags], &stream.to_be_bytes()].concat();
        [head, self.payload.clone()].concat()
    }
}

/// Answers each request with the frames that the script has for its stream: 1, 3, 5, …
pub(super) async fn serve(
    stage: &Stage,
    mut stream: TlsStream<TcpStream>,
    script: &(dyn Fn(u32) -> Vec<Frame> + Send + Sync),
) -> Result<(), Ended> {
    stream.read_exact(&mut [0; PREFACE]).await?;
    stream.write_all(&Frame { kind: SETTINGS, flags: 0, payload: Vec::new() }.bytes(0)).await?;
    loop {
        let (frame, on) = read(&mut stream).await?;
        match frame.kind {
            SETTINGS if frame.flags & ACK == 0 => {
                stream.write_all(&Frame { flags: ACK, payload: Vec::new(), ..frame }.bytes(0)).await?;
            }
            PING if frame.flags & ACK == 0 => stream.write_all(&Frame { flags: ACK, ..frame }.bytes(0)).await?,
            HEADERS | DATA => {
                if frame.kind == HEADERS {
                    stage.header_blocks.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(frame.payload);
                }
                if frame.flags & END_STREAM != 0 {
                    stage.requests.fetch_add(1, Ordering::SeqCst);
                    for answer in script(on) {
                        stream.write_all(&answer.bytes(on)).await?;
                    }
                }
            }
            _ => {}
        }
    }
}

async fn read(stream: &mut TlsStream<TcpStream>) -> Result<(Frame, u32), Ended> {
    let mut head = [0; 9];
    stream.read_exact(&mut head).await?;
    let [a, b, c, kind, flags, stream_id @ ..] = head;
    let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
    stream.read_exact(&mut payload).await?;
    Ok((Frame { kind, flags, payload }, u32::from_be_bytes(stream_id)))
}
