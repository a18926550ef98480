//! No answer, or half of one.

use std::time::Duration;

use machineid_guard::Fault;

use super::Row;
use crate::scripted::{ALLOW, Step, http, on_accept, on_register, on_validate};

/// Slow enough that no answer is whole before the guard's timeout.
const SLOW: Duration = Duration::from_millis(250);

pub(super) fn rows() -> Vec<Row> {
    let mut rows = vec![
        Row::denied("the connection is accepted, then silence", on_accept(|| vec![Step::Hang]), Fault::Timeout),
        Row::denied("the registration is never answered", on_register(|| vec![Step::Hang]), Fault::Timeout),
        Row::denied("the headers come slowly", on_validate(|_| vec![Step::Drip(allow(), SLOW)]), Fault::Timeout),
        Row::denied("the body drips", on_validate(|_| vec![Step::Say(head()), drip_body()]), Fault::Timeout),
        Row::denied("endless `100 Continue`", on_validate(|_| vec![Step::Repeat(CONTINUE.into())]), Fault::Timeout),
    ];
    rows.extend(cut_off());
    rows
}

const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// The connection ends after each part of the answer, in good order and not.
fn cut_off() -> Vec<Row> {
    let parts = [
        ("before the headers", 0),
        ("in the status line", 9),
        ("in the headers", 30),
        ("after the headers", head().len()),
        ("in the body", head().len() + 16),
    ];
    let ends = [("ends", Step::Fin), ("is reset", Step::Reset)];
    let mut rows = Vec::new();
    for (place, length) in parts {
        for (end, step) in &ends {
            let steps = vec![Step::Say(allow()[..length].to_vec()), step.clone()];
            let play = on_validate(move |_| steps.clone());
            rows.push(Row::denied(format!("the connection {end} {place}"), play, Fault::ConnectionLost));
        }
    }
    let all_but_one = || allow()[..allow().len() - 1].to_vec();
    rows.push(Row::denied(
        "the body is one byte shorter than its content-length",
        on_validate(move |_| vec![Step::Say(all_but_one()), Step::Fin]),
        Fault::ConnectionLost,
    ));
    rows.push(Row::denied(
        "the last chunk is missing",
        on_validate(|_| vec![Step::Say(chunked_without_end()), Step::Fin]),
        Fault::ConnectionLost,
    ));
    rows
}

fn allow() -> Vec<u8> {
    http("HTTP/1.1 200 OK", "content-type: application/json\r\n", ALLOW.as_bytes())
}

fn head() -> Vec<u8> {
    let whole = allow();
    whole[..whole.len() - ALLOW.len()].to_vec()
}

fn drip_body() -> Step {
    Step::Drip(ALLOW.into(), SLOW)
}

fn chunked_without_end() -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{ALLOW}\r\n", ALLOW.len()).into_bytes()
}
