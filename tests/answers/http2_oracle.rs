//! Whether some bytes, after the SETTINGS of both sides, are the one well-formed yes over HTTP/2, read next to RFC
//! 9113. The header compression is another library's than the client's.
//!
//! It reads up to the end of the question's stream. What comes after that belongs to other streams, of which
//! there are none.

use fluke_hpack::Decoder;

use crate::oracle::{Said, expected};

const LARGEST_FRAME: usize = 16 * 1024;
const STREAM: u32 = 1;
const CONNECTION: u32 = 0;

const END_STREAM: u8 = 0x1;
const ACK: u8 = 0x1;
const END_HEADERS: u8 = 0x4;
const PADDED: u8 = 0x8;
const PRIORITY: u8 = 0x20;

struct Frame<'a> {
    kind: u8,
    flags: u8,
    stream: u32,
    payload: &'a [u8],
}

/// The response so far.
#[derive(Default)]
struct Response {
    decoder: Decoder<'static>,
    /// A block of headers that is not complete yet, and whether it ends the stream.
    open_block: Option<(Vec<u8>, bool)>,
    fields: Option<Vec<(Vec<u8>, Vec<u8>)>>,
    body: Vec<u8>,
    is_over: bool,
}

pub fn is_yes(bytes: &[u8], asked: &str) -> bool {
    body_of_answer(bytes).is_some_and(|body| matches!(expected(&body, asked), Said::Yes { .. }))
}

fn body_of_answer(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut rest, mut response) = (bytes, Response::default());
    while !response.is_over {
        let frame;
        (frame, rest) = next_frame(rest)?;
        response.take(&frame)?;
    }
    response.body_if_whole()
}

fn next_frame(bytes: &[u8]) -> Option<(Frame<'_>, &[u8])> {
    let (head, rest) = bytes.split_at_checked(9)?;
    let length = usize::try_from(u32::from_be_bytes([0, head[0], head[1], head[2]])).ok()?;
    let (payload, rest) = rest.split_at_checked(length)?;
    // The first bit of the stream's number means nothing.
    let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]) & (u32::MAX >> 1);
    (length <= LARGEST_FRAME).then_some((Frame { kind: head[3], flags: head[4], stream, payload }, rest))
}

impl Response {
    /// `None` where the frame must not be here, or ends the stream without an answer.
    fn take(&mut self, frame: &Frame<'_>) -> Option<()> {
        if self.open_block.is_some() && frame.kind != 9 {
            return None;
        }
        match (frame.kind, frame.stream) {
            (0, STREAM) => self.data(frame),
            (1, STREAM) => {
                let fragment = without_priority(frame, unpadded(frame)?)?.to_vec();
                self.block(frame.flags, fragment, frame.flags & END_STREAM != 0)
            }
            (9, STREAM) => {
                let (mut block, ends_stream) = self.open_block.take()?;
                block.extend_from_slice(frame.payload);
                self.block(frame.flags, block, ends_stream)
            }
            // PRIORITY.
            (2, 1..) => (frame.payload.len() == 5).then_some(()),
            (4, CONNECTION) => settings(frame),
            (6, CONNECTION) => (frame.payload.len() == 8).then_some(()),
            (7, CONNECTION) => goes_away_after_this(frame),
            (8, CONNECTION | STREAM) => window_update(frame),
            // DATA, HEADERS, RST_STREAM, PUSH_PROMISE, CONTINUATION and the others, where they must not be.
            (0..=9, _) => None,
            _ => Some(()),
        }
    }

    fn data(&mut self, frame: &Frame<'_>) -> Option<()> {
        self.fields.as_ref()?;
        self.body.extend_from_slice(unpadded(frame)?);
        self.is_over = frame.flags & END_STREAM != 0;
        Some(())
    }

    fn block(&mut self, flags: u8, block: Vec<u8>, ends_stream: bool) -> Option<()> {
        if flags & END_HEADERS == 0 {
            self.open_block = Some((block, ends_stream));
            return Some(());
        }
        let fields = self.decoder.decode(&block).ok()?;
        // A second block holds trailers, of which nothing is believed.
        if self.fields.is_some() {
            return None;
        }
        let status = status(&fields)?;
        if !(status.starts_with(b"1") && status != b"101") {
            self.fields = Some(fields);
            self.is_over = ends_stream;
            return Some(());
        }
        (!ends_stream).then_some(())
    }

    fn body_if_whole(self) -> Option<Vec<u8>> {
        let fields = self.fields?;
        let all =
            |name: &[u8]| fields.iter().filter(|field| field.0 == name).map(|field| &*field.1).collect::<Vec<_>>();
        let lengths = all(b"content-length");
        let fits =
            |length: &[u8]| std::str::from_utf8(length).ok().and_then(|it| it.parse().ok()) == Some(self.body.len());
        let is_whole = lengths.len() <= 1 && lengths.into_iter().all(fits);
        let contradicts_itself = !all(b"content-encoding").is_empty()
            || all(b"age").iter().any(|age| *age != b"0")
            || all(b"warning").iter().any(|warning| warning.starts_with(b"110"));
        (status(&fields)? == b"200" && is_whole && !contradicts_itself).then_some(self.body)
    }
}

/// The status, where it comes first, alone of its kind, and all fields are well-formed.
fn status(fields: &[(Vec<u8>, Vec<u8>)]) -> Option<&[u8]> {
    let ((name, status), fields) = fields.split_first()?;
    let is_status = name == b":status" && status.len() == 3 && status.iter().all(u8::is_ascii_digit);
    (is_status && fields.iter().all(|(name, value)| is_name(name) && is_value(value))).then_some(status)
}

fn is_name(name: &[u8]) -> bool {
    let of_a_connection: [&[u8]; 5] =
        [b"connection", b"keep-alive", b"proxy-connection", b"transfer-encoding", b"upgrade"];
    let is_letter = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(byte);
    !name.is_empty() && name.iter().all(is_letter) && !of_a_connection.contains(&name)
}

fn is_value(value: &[u8]) -> bool {
    value.iter().all(|byte| *byte == b'\t' || (b' '..=b'~').contains(byte) || *byte >= 0x80)
}

fn unpadded<'a>(frame: &Frame<'a>) -> Option<&'a [u8]> {
    if frame.flags & PADDED == 0 {
        return Some(frame.payload);
    }
    let (padding, rest) = frame.payload.split_first()?;
    rest.get(..rest.len().checked_sub(usize::from(*padding))?)
}

fn without_priority<'a>(frame: &Frame<'_>, payload: &'a [u8]) -> Option<&'a [u8]> {
    if frame.flags & PRIORITY == 0 { Some(payload) } else { payload.get(5..) }
}

fn settings(frame: &Frame<'_>) -> Option<()> {
    let is_whole =
        if frame.flags & ACK == 0 { frame.payload.len().is_multiple_of(6) } else { frame.payload.is_empty() };
    is_whole.then_some(())
}

/// The question is among those that are still answered.
fn goes_away_after_this(frame: &Frame<'_>) -> Option<()> {
    let last = frame.payload.first_chunk().filter(|_| frame.payload.len() >= 8)?;
    (u32::from_be_bytes(*last) & (u32::MAX >> 1) >= STREAM).then_some(())
}

fn window_update(frame: &Frame<'_>) -> Option<()> {
    let more = frame.payload.first_chunk().filter(|_| frame.payload.len() == 4)?;
    (u32::from_be_bytes(*more) & (u32::MAX >> 1) > 0).then_some(())
}
