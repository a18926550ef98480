//! HTTP/2 frames, written byte by byte.

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const PING: u8 = 6;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;
const UNKNOWN: u8 = 0xfa;

const END_STREAM: u8 = 0x1;
const END_HEADERS: u8 = 0x4;
const PADDED: u8 = 0x8;

/// The stream of a client's first question.
const STREAM: u32 = 1;
/// `:status: 200`, from HPACK's static table.
const STATUS_200: u8 = 0x88;

pub fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a small frame").to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// A field that is in no table.
fn literal(name: &str, value: &str) -> Vec<u8> {
    let text = |text: &str| [&[u8::try_from(text.len()).expect("a short text")], text.as_bytes()].concat();
    [vec![0], text(name), text(value)].concat()
}

/// One frame of each kind that an answer needs.
pub fn answer_frames(body: &str) -> Vec<u8> {
    let fields = [
        vec![STATUS_200],
        literal("content-type", "application/json"),
        literal("content-length", &body.len().to_string()),
    ];
    [frame(HEADERS, END_HEADERS, STREAM, &fields.concat()), frame(DATA, END_STREAM, STREAM, body.as_bytes())].concat()
}

/// The same with whatever HTTP/2 allows in between.
pub fn padded_answer_frames(body: &str) -> Vec<u8> {
    let (first, second) = body.as_bytes().split_at(20);
    let padded = [&[5], first, &[0; 5]].concat();
    [
        frame(WINDOW_UPDATE, 0, 0, &[0, 0, 1, 0]),
        frame(HEADERS, 0, STREAM, &[STATUS_200]),
        frame(CONTINUATION, END_HEADERS, STREAM, &literal("content-type", "application/json")),
        frame(PING, 0, 0, b"12345678"),
        frame(DATA, PADDED, STREAM, &padded),
        frame(UNKNOWN, 0xff, STREAM, b"unknown"),
        frame(DATA, 0, STREAM, second),
        frame(DATA, END_STREAM, STREAM, &[]),
    ]
    .concat()
}

/// The answer, and then a block of trailers with these fields.
pub fn with_trailers(body: &str, fields: &[u8]) -> Vec<u8> {
    [
        frame(HEADERS, END_HEADERS, STREAM, &[STATUS_200]),
        frame(DATA, 0, STREAM, body.as_bytes()),
        frame(HEADERS, END_HEADERS | END_STREAM, STREAM, fields),
    ]
    .concat()
}
