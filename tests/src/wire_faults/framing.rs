//! Bytes that are not HTTP, HTTP that a library reads and this client does not believe, too much of it.

use super::{Expected, Row};
use crate::scripted::{ALLOW, DENY, REGISTERED, Step, http, on_register, on_validate};
use machineid_guard::{Fault, Reason};

pub(super) fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> =
        malformed().into_iter().map(|(fault, bytes)| row(fault, bytes, Fault::MalformedHttp)).collect();
    rows.extend(too_large());
    rows.extend(encoded());
    rows.extend(old());
    rows.push(row(
        "a captive portal: 200 with HTML",
        http("HTTP/1.1 200 OK", "content-type: text/html\r\n", b"<html>Welcome to the airport</html>"),
        Fault::MalformedResponse,
    ));
    rows
}

fn row(fault: &str, bytes: Vec<u8>, expected: Fault) -> Row {
    // The connection ends after it, so that nothing is found out by a timeout.
    Row::denied(fault, on_validate(move |_| vec![Step::Say(bytes.clone()), Step::Fin]), expected)
}

/// A yes with this status line and these header lines, which say how long it is.
fn yes(head: &str) -> Vec<u8> {
    format!("{head}\r\n{ALLOW}").into_bytes()
}

fn chunked_yes(headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\n{headers}\r\n{:x}\r\n{ALLOW}\r\n0\r\n\r\n", ALLOW.len()).into_bytes()
}

fn malformed() -> Vec<(&'static str, Vec<u8>)> {
    let length = ALLOW.len();
    let other = length - 1;
    let ok = "HTTP/1.1 200 OK\r\n";
    vec![
        ("a chunk size that is no number", format!("{ok}transfer-encoding: chunked\r\n\r\nzz\r\n{ALLOW}").into_bytes()),
        (
            "a chunk size that overflows",
            format!("{ok}transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n{ALLOW}").into_bytes(),
        ),
        ("two different content-lengths", yes(&format!("{ok}content-length: {length}\r\ncontent-length: {other}\r\n"))),
        (
            "the same content-length twice",
            yes(&format!("{ok}content-length: {length}\r\ncontent-length: {length}\r\n")),
        ),
        ("a content-length that is a list", yes(&format!("{ok}content-length: {length}, {length}\r\n"))),
        ("a content-length with a sign", yes(&format!("{ok}content-length: +{length}\r\n"))),
        ("a negative content-length", yes(&format!("{ok}content-length: -1\r\n"))),
        (
            "content-length with transfer-encoding",
            chunked_yes(&format!("content-length: {length}\r\ntransfer-encoding: chunked\r\n")),
        ),
        (
            "transfer-encoding with content-length",
            chunked_yes(&format!("transfer-encoding: chunked\r\ncontent-length: {length}\r\n")),
        ),
        ("two transfer-encodings", chunked_yes("transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n")),
        ("a transfer-encoding of `gzip, chunked`", chunked_yes("transfer-encoding: gzip, chunked\r\n")),
        (
            "a transfer-encoding that is not chunked, so that the body lasts until the end",
            yes(&format!("{ok}transfer-encoding: identity\r\n")),
        ),
        ("a body that lasts until the connection ends", yes(ok)),
        ("HTTP/0.9: a body and nothing else", ALLOW.into()),
        ("HTTP/1.0", yes(&format!("HTTP/1.0 200 OK\r\ncontent-length: {length}\r\n"))),
        ("HTTP/2 without asking for it", yes(&format!("HTTP/2.0 200 OK\r\ncontent-length: {length}\r\n"))),
        ("500 kB of headers", many_headers(500)),
        ("20 kB of headers", many_headers(20)),
        (
            "a header that is 500 kB long",
            yes(&format!("{ok}x-long: {}\r\ncontent-length: {length}\r\n", "x".repeat(500_000))),
        ),
        ("another protocol's banner", b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()),
        ("a TLS alert on the plain port", b"\x15\x03\x01\x00\x02\x02\x46".to_vec()),
    ]
}

/// This many kilobytes, in 50 headers.
fn many_headers(kilobytes: usize) -> Vec<u8> {
    let value = "x".repeat(kilobytes * 20);
    let headers: Vec<String> = (0..50).map(|number| format!("x-{number}: {value}\r\n")).collect();
    yes(&format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n{}", ALLOW.len(), headers.concat()))
}

fn too_large() -> Vec<Row> {
    let endless = on_validate(|_| {
        let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
        let chunk = format!("400\r\n{}\r\n", " ".repeat(0x400)).into_bytes();
        vec![Step::Say(head), Step::Repeat(chunk)]
    });
    let ten_gib = "HTTP/1.1 200 OK\r\ncontent-length: 10737418240\r\n\r\n";
    let ten_gib = on_validate(move |_| vec![Step::Say(ten_gib.into()), Step::Repeat(vec![b' '; 4096])]);
    let padded = format!("{ALLOW}{}", " ".repeat(64 * 1024 + 1 - ALLOW.len()));
    vec![
        Row::denied("an endless body", endless, Fault::TooLarge),
        Row::denied("a content-length of 10 GiB", ten_gib, Fault::TooLarge),
        row("a yes of 64 KiB and one byte", http("HTTP/1.1 200 OK", "", padded.as_bytes()), Fault::TooLarge),
    ]
}

fn encoded() -> Vec<Row> {
    let ok = "HTTP/1.1 200 OK";
    vec![
        row("a gzip bomb", http(ok, "content-encoding: gzip\r\n", &gzip_bomb()), Fault::MalformedResponse),
        row("content-encoding: br", http(ok, "content-encoding: br\r\n", ALLOW.as_bytes()), Fault::MalformedResponse),
        row(
            "content-encoding: identity",
            http(ok, "content-encoding: identity\r\n", ALLOW.as_bytes()),
            Fault::MalformedResponse,
        ),
    ]
}

/// Answers that say of themselves that somebody kept them.
fn old() -> Vec<Row> {
    let ok = "HTTP/1.1 200 OK";
    let stale = [
        ("an `Age` of 1 second", "age: 1\r\n"),
        ("an `Age` that is no number", "age: fresh\r\n"),
        ("an empty `Age`", "age:\r\n"),
        ("a negative `Age`", "age: -1\r\n"),
        ("two `Age`s of 0", "age: 0\r\nage: 0\r\n"),
        ("an `Age` that is a list", "age: 0, 0\r\n"),
        ("an `Age` that overflows", "age: 18446744073709551616\r\n"),
        ("`Warning: 110`, a stale answer", "warning: 110 proxy \"Response is Stale\"\r\n"),
        ("`Warning: 110` behind another warning", "warning: 299 - \"x, y\", 110 - \"stale\"\r\n"),
        ("`Warning: 110` in a second header", "warning: 199 - \"x\"\r\nwarning: 110\r\n"),
        ("`Warning: 111`, revalidation failed", "warning: 111 proxy \"Revalidation Failed\"\r\n"),
    ];
    let yes = |headers: &str| http(ok, headers, ALLOW.as_bytes());
    let mut rows: Vec<Row> =
        stale.iter().map(|(fault, headers)| row(fault, yes(headers), Fault::StaleAnswer)).collect();
    let play = |fault: &str, answer: Vec<u8>, expected| {
        Row::new(fault, on_validate(move |_| vec![Step::Say(answer.clone())]), expected)
    };
    let no = http(ok, "age: 3600\r\nwarning: 110 proxy \"Response is Stale\"\r\n", DENY.as_bytes());
    rows.extend([
        Row::new(
            "an old answer to register",
            on_register(|| vec![Step::Say(http("HTTP/1.1 200 OK", "age: 7\r\n", REGISTERED.as_bytes()))]),
            Expected::Denied(Reason::Fault(Fault::StaleAnswer)),
        ),
        play("an old no", no, Expected::AuthoritysNo("DEVICE_REVOKED")),
        play(
            "an `Age` of 0, and a warning about something else",
            yes("age: 0\r\nwarning: 299 - \"deprecated, see 110\"\r\n"),
            Expected::Allowed,
        ),
    ]);
    rows
}

/// What begins like 10 MiB of spaces in gzip. Nothing may unpack it, so it is not made any better.
fn gzip_bomb() -> Vec<u8> {
    [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255][..], &[0; 10 * 1024]].concat()
}
