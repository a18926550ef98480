//! The same lie as in `desync`, in a race: the unasked yes is written at every moment between the no and the
//! next question.
//!
//! Each unasked yes has a number, and it is known when it was written. One that was there before its caller
//! reached the boundary must never be believed. One that is written while the question is on its way out is
//! its answer, for all that HTTP/1.1 can tell; how often that is hit is printed.

use std::io::{ErrorKind, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use machineid_guard::{Denied, Guard, Permit, guarded_tool};
use machineid_guard_tests::scripted::{Act, DENY, Scripted, Step, http, json, on_validate};

use crate::TestResult;
use crate::victim::plain_guard;

const TRIES: usize = 2_000;
/// The longest pause between the no and the unasked yes.
const LONGEST_MICROS: u64 = 400;

#[derive(Default)]
struct Liar {
    pauses: AtomicUsize,
    /// When each unasked yes had been written; `None` where the next question was there before it.
    written: Mutex<Vec<Option<Instant>>>,
}

impl Liar {
    fn lie(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        let pause = Duration::from_micros(self.pauses.fetch_add(7, Ordering::SeqCst) as u64 % LONGEST_MICROS);
        let start = Instant::now();
        while start.elapsed() < pause {
            std::hint::spin_loop();
        }
        let mut written = self.written.lock().unwrap();
        let body = format!(r#"{{"allowed":true,"code":"ALLOW","request_id":"{}"}}"#, written.len());
        let answer = http("HTTP/1.1 200 OK", "", body.as_bytes());
        written.push(if was_asked(stream)? {
            None
        } else {
            stream.write_all(&answer)?;
            Some(Instant::now())
        });
        Ok(())
    }

    fn count(&self) -> usize {
        self.written.lock().unwrap().iter().flatten().count()
    }
}

/// Whether the next question has arrived.
fn was_asked(stream: &TcpStream) -> std::io::Result<bool> {
    stream.set_nonblocking(true)?;
    let peeked = stream.peek(&mut [0]);
    stream.set_nonblocking(false)?;
    match peeked {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(false),
        Err(error) => Err(error),
    }
}

#[guarded_tool(permit = permit)]
fn number_of_the_yes() -> Result<usize, Denied> {
    let permit: Permit = permit;
    Ok(permit.request_id().and_then(|id| id.parse().ok()).expect("each yes has its number"))
}

fn ask(guard: &Guard) -> Option<usize> {
    guard.enter(number_of_the_yes).ok()
}

#[test]
fn a_yes_that_was_there_before_its_caller_is_never_believed_at_whatever_moment_it_was_written() -> TestResult {
    let liar = Arc::new(Liar::default());
    let lying = Arc::clone(&liar);
    let lie: Act = Arc::new(move |stream| lying.lie(stream));
    let authority = Scripted::start(on_validate(move |_| vec![json(DENY), Step::Do(Arc::clone(&lie))]))?;
    let guard = plain_guard(&authority.base_url())?;
    let mut believed = Vec::new();
    while liar.count() < TRIES {
        let reached = Instant::now();
        believed.extend(ask(&guard).map(|number| (number, reached)));
    }
    let written = liar.written.lock().unwrap();
    let wrong =
        believed.iter().filter(|(number, reached)| written[*number].is_some_and(|then| then < *reached)).count();
    println!(
        "unasked yes after 0 to {LONGEST_MICROS} µs: {TRIES} written, believed though there before the boundary: \
         {wrong}; written while the question was on its way: {}; connections {}",
        believed.len() - wrong,
        authority.connections()
    );
    assert_eq!(wrong, 0, "an answer was believed that was there before its caller");
    Ok(())
}
