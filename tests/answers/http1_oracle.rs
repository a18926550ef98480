//! Whether some bytes are the one well-formed yes over HTTP/1.1, read next to RFC 9112 and for nothing else. It
//! shares no code with the client, nor with the libraries that the client uses.
//!
//! What RFC 9112 lets a recipient overlook is overlooked: a line that ends without its CR, empty lines before
//! the status line, responses that are not the final one. What comes after the answer is not part of it: the
//! connection carries one question.

use crate::oracle::{Said, expected};

/// Reads lines and counted bytes.
struct Reader<'a> {
    rest: &'a [u8],
}

struct Head<'a> {
    status: &'a str,
    fields: Vec<(String, String)>,
}

pub fn is_yes(bytes: &[u8], asked: &str) -> bool {
    body_of_answer(bytes).is_some_and(|body| matches!(expected(&body, asked), Said::Yes { .. }))
}

/// The body of the final response, where that is HTTP 200 and ends where it says.
fn body_of_answer(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader { rest: bytes };
    let mut head = reader.head()?;
    while head.is_interim() {
        head = reader.head()?;
    }
    if head.status != "200" || head.contradicts_itself() {
        return None;
    }
    let (lengths, encodings) = (head.all("content-length"), head.all("transfer-encoding"));
    match (lengths.as_slice(), encodings.as_slice()) {
        ([length], []) if is_number(length) => reader.bytes(length.parse().ok()?).map(<[u8]>::to_vec),
        ([], [encoding]) if encoding.eq_ignore_ascii_case("chunked") => reader.chunks(),
        _ => None,
    }
}

impl Head<'_> {
    /// 101 is none: after it, something else than HTTP is spoken.
    fn is_interim(&self) -> bool {
        self.status.starts_with('1') && self.status != "101"
    }

    fn all(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }

    /// A coded body is not read, and an answer that says it is old is none.
    fn contradicts_itself(&self) -> bool {
        !self.all("content-encoding").is_empty()
            || self.all("age").iter().any(|age| *age != "0")
            || self.all("warning").iter().any(|warning| warning.starts_with("110"))
    }
}

impl<'a> Reader<'a> {
    /// Up to LF, which a CR may precede. Any other control character has no place in a line.
    fn line(&mut self) -> Option<&'a [u8]> {
        let end = self.rest.iter().position(|byte| *byte == b'\n')?;
        let line = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        line.iter().all(|byte| is_visible_or_space(*byte)).then_some(line)
    }

    fn head(&mut self) -> Option<Head<'a>> {
        let mut status_line = self.line()?;
        while status_line.is_empty() {
            status_line = self.line()?;
        }
        let after_version = status_line.strip_prefix(b"HTTP/1.1 ")?;
        let (status, reason) = after_version.split_at_checked(3)?;
        let is_ended = reason.is_empty() || reason.starts_with(b" ");
        if !is_ended || !status.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let mut fields = Vec::new();
        loop {
            match self.line()? {
                [] => return Some(Head { status: std::str::from_utf8(status).ok()?, fields }),
                line => fields.push(field(line)?),
            }
        }
    }

    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(bytes)
    }

    /// Inside the body the letter holds: each line ends in CR LF, and nothing follows the last chunk.
    fn chunks(&mut self) -> Option<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let size = self.chunk_size()?;
            if size == 0 {
                return (self.bytes(2)? == b"\r\n").then_some(body);
            }
            body.extend_from_slice(self.bytes(size)?);
            if self.bytes(2)? != b"\r\n" {
                return None;
            }
        }
    }

    fn chunk_size(&mut self) -> Option<usize> {
        let end = self.rest.windows(2).position(|pair| pair == b"\r\n")?;
        let line = self.bytes(end)?;
        self.bytes(2)?;
        let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let (size, rest) = line.split_at(digits);
        let extension = rest.iter().copied().find(|byte| !matches!(byte, b' ' | b'\t'));
        let is_whole = extension.is_none_or(|first| first == b';') && !rest.contains(&b'\r') && !rest.contains(&b'\n');
        usize::from_str_radix(std::str::from_utf8(size).ok()?, 16).ok().filter(|_| is_whole)
    }
}

/// A field's name in small letters, and its value without the space around it.
fn field(line: &[u8]) -> Option<(String, String)> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = (&line[..colon], &line[colon + 1..]);
    let is_name = !name.is_empty() && name.iter().all(|byte| is_token(*byte));
    let value = value.iter().map(|byte| char::from(*byte)).collect::<String>();
    is_name.then(|| (String::from_utf8_lossy(name).to_ascii_lowercase(), value.trim_matches([' ', '\t']).to_owned()))
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn is_visible_or_space(byte: u8) -> bool {
    byte == b'\t' || (b' '..=b'~').contains(&byte) || byte >= 0x80
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
