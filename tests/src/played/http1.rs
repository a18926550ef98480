//! Plain HTTP/1.1.

use std::io::{self, Read, Write};
use std::net::TcpStream;

use super::{end, prepare};

pub(super) fn play(mut stream: TcpStream, bytes: &[u8]) -> io::Result<()> {
    prepare(&stream)?;
    read_question(&mut stream)?;
    stream.write_all(bytes)?;
    end(stream)
}

fn read_question(stream: &mut TcpStream) -> io::Result<()> {
    let (mut read, mut some) = (Vec::new(), [0; 4096]);
    while !is_whole(&read) {
        match stream.read(&mut some)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => read.extend_from_slice(&some[..count]),
        }
    }
    Ok(())
}

fn is_whole(read: &[u8]) -> bool {
    let text = String::from_utf8_lossy(read);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let headers = head.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = headers.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = lengths.next().and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(0);
    body.len() >= length
}
