//! No connection, no answer, or half of one.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use machineid_guard::{Fault, Reason};
use machineid_guard_tests::child::run_in_child;
use machineid_guard_tests::scripted::{ALLOW, Scripted, Step, healthy, http, on_accept, on_register, on_validate};
use socket2::{Domain, Socket, Type};

use crate::TestResult;
use crate::run::{assert_row, assert_unharmed};
use crate::table::{Expected, Injection, OwnTest, Row};
use crate::victim::guard;

/// Slow enough that no answer is whole before the guard's timeout.
const SLOW: Duration = Duration::from_millis(250);

pub fn rows() -> Vec<Row> {
    let own = |fault: &str, test: OwnTest, expected: Fault| {
        Row::new(fault, Injection::Own(test), Expected::Denied(Reason::Fault(expected)))
    };
    let mut rows = vec![
        own("the port refuses", port_refused, Fault::Unreachable),
        own("the process has no file descriptor left", descriptors_exhausted, Fault::Unreachable),
        own("connecting hangs (the host drops all packets)", blackhole, Fault::Timeout),
        Row::play("the connection is accepted, then silence", on_accept(|| vec![Step::Hang]), Fault::Timeout),
        Row::play("the registration is never answered", on_register(|| vec![Step::Hang]), Fault::Timeout),
        Row::play("the headers come slowly", on_validate(|_| vec![Step::Drip(allow(), SLOW)]), Fault::Timeout),
        Row::play("the body drips", on_validate(|_| vec![Step::Say(head()), drip_body()]), Fault::Timeout),
        Row::play("endless `100 Continue`", on_validate(|_| vec![Step::Repeat(CONTINUE.into())]), Fault::Timeout),
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
            rows.push(Row::play(format!("the connection {end} {place}"), play, Fault::ConnectionLost));
        }
    }
    let all_but_one = || allow()[..allow().len() - 1].to_vec();
    rows.push(Row::play(
        "the body is one byte shorter than its content-length",
        on_validate(move |_| vec![Step::Say(all_but_one()), Step::Fin]),
        Fault::ConnectionLost,
    ));
    rows.push(Row::play(
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

fn port_refused(row: &Row) -> TestResult {
    let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    let guard = guard(&format!("http://{address}"), row.patience.timeout()).build()?;
    assert_row(row, &guard);
    let _authority = Scripted::on(TcpListener::bind(address)?, healthy())?;
    assert_unharmed(&guard);
    Ok(())
}

/// A listener whose queue is full drops further packets, as a host does that is not there.
fn blackhole(row: &Row) -> TestResult {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    socket.listen(1)?;
    let listener = TcpListener::from(socket);
    let address = listener.local_addr()?;
    let mut queued = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
        queued.push(stream);
    }
    let guard = guard(&format!("http://{address}"), row.patience.timeout()).build()?;
    assert_row(row, &guard);
    for _ in queued.drain(..) {
        listener.accept()?;
    }
    let _authority = Scripted::on(listener, healthy())?;
    assert_unharmed(&guard);
    Ok(())
}

fn descriptors_exhausted(_: &Row) -> TestResult {
    run_in_child("network::child_without_descriptors", |command| command)
}

/// Run by [`descriptors_exhausted`], in a process of its own: every other test needs descriptors too.
#[test]
#[ignore = "a child process of another test"]
fn child_without_descriptors() -> TestResult {
    let row = Row::new("", Injection::Own(|_| Ok(())), Expected::Denied(Reason::Fault(Fault::Unreachable)));
    let authority = Scripted::start(healthy())?;
    let guard = guard(&authority.base_url(), row.patience.timeout()).build()?;
    let mut taken = Vec::new();
    while let Ok(file) = std::fs::File::open("/dev/null") {
        taken.push(file);
    }
    assert_row(&row, &guard);
    drop(taken);
    assert_unharmed(&guard);
    Ok(())
}
