//! Runs the rows of the table.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use machineid_guard::{Denied, Guard, Reason};
use machineid_guard_tests::log_capture::LogCapture;
use machineid_guard_tests::scripted::{Play, Scripted, healthy};
use machineid_guard_tests::tls::{CertificateAuthority, TlsServer};

use crate::table::{Expected, Injection, Row, TlsReception, sections};
use crate::victim::{Effect, call_async, call_sync, guard};
use crate::{TestResult, leak, tls};

/// How many rows wait for their timeouts at the same time.
const AT_ONCE: usize = 8;

#[test]
fn every_fault_of_the_catalogue_is_a_denial_with_its_reason_and_harms_no_later_call() {
    let _turn = take_turn();
    let rows: Vec<Row> = sections().into_iter().flat_map(|(_, rows)| rows).collect();
    let failures =
        failures_of(&rows, AT_ONCE, |row| failure_of(|| run(row)).map(|failure| format!("{}: {failure}", row.fault)));
    println!("faults injected: {}, wrong: {}", rows.len(), failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// One table after the other: the rows of one are not to wait for the load of the other.
pub fn take_turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    leak::watch_panics();
    // A table that failed has ended all the same.
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks at all rows, so many at a time, and collects what went wrong.
pub fn failures_of<R: Sync>(
    rows: &[R],
    at_once: usize,
    failure_of: impl Fn(&R) -> Option<String> + Sync,
) -> Vec<String> {
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                while let Some(row) = rows.get(next.fetch_add(1, Ordering::SeqCst)) {
                    if let Some(failure) = failure_of(row) {
                        failures.lock().unwrap().push(failure);
                    }
                }
            });
        }
    });
    failures.into_inner().unwrap()
}

/// Why a test failed, or what it panicked with.
pub fn failure_of(test: impl FnOnce() -> TestResult) -> Option<String> {
    match catch_unwind(AssertUnwindSafe(test)) {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            Some(said.unwrap_or("panicked").to_owned())
        }
    }
}

fn run(row: &Row) -> TestResult {
    match &row.injection {
        Injection::Play(play) => run_play(row, play),
        Injection::Tls(reception) => run_tls(row, *reception),
        Injection::Own(test) => test(row),
    }
}

fn run_play(row: &Row, play: &Play) -> TestResult {
    let authority = Scripted::start(Play::clone(play))?;
    let guard = guard(&authority.base_url(), row.patience.timeout()).build()?;
    assert_row(row, &guard);
    assert!(authority.validates() <= 2, "asked {} times for one call", authority.validates());
    authority.play(healthy());
    assert_unharmed(&guard);
    leak::assert_key_only_in_its_header(&authority.requests());
    Ok(())
}

fn run_tls(row: &Row, reception: TlsReception) -> TestResult {
    let trusted = CertificateAuthority::new()?;
    let authority = TlsServer::start(reception(&trusted)?)?;
    let guard = guard(&authority.base_url(), row.patience.timeout()).root_certificate(trusted.pem()).build()?;
    assert_row(row, &guard);
    authority.receive(tls::healthy(&trusted)?);
    assert_unharmed(&guard);
    Ok(())
}

/// One call while the fault lasts.
pub fn assert_row(row: &Row, guard: &Guard) {
    let effect = Effect::default();
    let log = LogCapture::on_this_thread();
    let outcome = call_async(guard, &effect);
    match (&row.expected, outcome) {
        (Expected::Allowed, Ok(())) => assert_eq!(effect.count(), 1),
        (Expected::Denied(reason), Err(denied)) => {
            assert_denied(&denied, &effect);
            assert_eq!(denied.reason(), reason);
        }
        (Expected::AuthoritysNo(code), Err(denied)) => {
            assert_denied(&denied, &effect);
            assert!(matches!(denied.reason(), Reason::Authority(said) if said == code), "{denied:?}");
        }
        (expected, outcome) => panic!("expected {expected:?}, got {outcome:?}"),
    }
    leak::assert_log_is_clean(&log);
}

fn assert_denied(denied: &Denied, effect: &Effect) {
    assert_eq!(effect.count(), 0, "the body ran");
    leak::assert_denial_is_clean(denied);
}

/// The next call, now that the authority is healthy.
pub fn assert_unharmed(guard: &Guard) {
    let effect = Effect::default();
    if let Err(denied) = call_sync(guard, &effect) {
        panic!("the next call, against a healthy authority, was denied: {denied:?}");
    }
    assert_eq!(effect.count(), 1);
}
