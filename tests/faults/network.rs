//! No connection; and no answer, or half of one, whose rows are those of the wire.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use machineid_guard::{Fault, Reason};
use machineid_guard_tests::child::run_in_child;
use machineid_guard_tests::scripted::{Scripted, healthy};
use machineid_guard_tests::wire_faults;
use socket2::{Domain, Socket, Type};

use crate::TestResult;
use crate::run::{assert_row, assert_unharmed};
use crate::table::{Expected, Injection, OwnTest, Row};
use crate::victim::guard;

pub fn rows() -> Vec<Row> {
    let own = |fault: &str, test: OwnTest, expected: Fault| {
        Row::new(fault, Injection::Own(test), Expected::Denied(Reason::Fault(expected)))
    };
    let mut rows = vec![
        own("the port refuses", port_refused, Fault::Unreachable),
        own("the process has no file descriptor left", descriptors_exhausted, Fault::Unreachable),
        own("connecting hangs (the host drops all packets)", blackhole, Fault::Timeout),
    ];
    rows.extend(wire_faults::network().into_iter().map(Row::from));
    rows
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
