//! A hostile authority behind the relay is believed no more than one that is asked directly: the rows of the library's own
//! catalogue of faults, played to the relay.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use machineid_guard::{Denied, Fault, Reason};
use machineid_guard_tests::scripted::{ALLOW, Scripted, Step, healthy, http, on_validate};
use machineid_guard_tests::wire_faults::{
    self, Expected, Row, half_a_yes_in_the_same_write, yes_after, yes_in_the_same_write,
};

use crate::TestResult;
use crate::agent::{Effects, work};
use crate::running::Relay;

const AT_ONCE: usize = 6;

/// A guard is told the same as without the relay. Only where there is no whole answer that could be passed on is it told
/// that the relay failed.
fn is_as_expected(row: &Row, outcome: &Result<(), Denied>) -> bool {
    match (&row.expected, outcome) {
        (Expected::Allowed, Ok(())) => true,
        (Expected::AuthoritysNo(code), Err(denied)) => {
            matches!(denied.reason(), Reason::Authority(said) if said == *code)
        }
        (Expected::Denied(expected), Err(denied)) => {
            let failed = Reason::Fault(Fault::AuthorityError(502));
            denied.reason() == expected || (matches!(expected, Reason::Fault(_)) && *denied.reason() == failed)
        }
        _ => false,
    }
}

fn run(row: &Row) -> TestResult {
    let authority = Scripted::start(row.play.clone())?;
    let relay = Relay::of(&authority.base_url());
    let is_slow = row.expected == Expected::Denied(Reason::Fault(Fault::Timeout));
    let timeout = Duration::from_millis(if is_slow { 1500 } else { 10_000 });
    let guard = relay.guard().timeout(timeout).build()?;
    let effects = Effects::default();
    let outcome = work(&guard, &effects);
    assert!(is_as_expected(row, &outcome), "expected {:?}, got {outcome:?}", row.expected);
    assert_eq!(effects.count(), u32::from(outcome.is_ok()), "the body ran");
    authority.play(healthy());
    let before = effects.count();
    work(&guard, &effects).map_err(|denied| format!("the next call was denied: {denied:?}"))?;
    assert_eq!(effects.count(), before + 1);
    Ok(())
}

#[test]
fn every_fault_of_the_wire_is_a_denial_through_the_relay_and_harms_no_later_question() {
    let rows = wire_faults::all();
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(row) = rows.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let failure = match catch_unwind(AssertUnwindSafe(|| run(row))) {
                        Ok(Ok(())) => continue,
                        Ok(Err(error)) => error.to_string(),
                        Err(panic) => panic.downcast_ref::<String>().cloned().unwrap_or_default(),
                    };
                    failures.lock().unwrap().push(format!("{}: {failure}", row.fault));
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    println!("faults injected behind a relay: {}, wrong: {}", rows.len(), failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_yes_that_nobody_asked_for_is_never_believed_through_the_relay() -> TestResult {
    let (at_once, _) = yes_after(Duration::ZERO);
    let (later, _) = yes_after(Duration::from_micros(200));
    for play in [yes_in_the_same_write(), half_a_yes_in_the_same_write(), at_once, later] {
        let authority = Scripted::start(play)?;
        let relay = Relay::of(&authority.base_url());
        let guard = relay.guard().build()?;
        let effects = Effects::default();
        for _ in 0..500 {
            assert_eq!(work(&guard, &effects).unwrap_err().code(), "DEVICE_REVOKED");
        }
        assert_eq!((effects.count(), authority.validates(), authority.connections()), (0, 500, 501));
    }
    Ok(())
}

#[test]
fn a_redirect_is_not_followed_and_takes_the_key_nowhere() -> TestResult {
    for status in [301, 302, 303, 307, 308] {
        let tempting = Scripted::start(healthy())?;
        let head = format!("location: {}/api/v1/devices/validate\r\n", tempting.base_url());
        let answer = http(&format!("HTTP/1.1 {status} Moved"), &head, ALLOW.as_bytes());
        let authority = Scripted::start(on_validate(move |_| vec![Step::Say(answer.clone())]))?;
        let relay = Relay::of(&authority.base_url());
        let effects = Effects::default();
        let denied = work(&relay.guard().build()?, &effects).unwrap_err();
        assert_eq!(denied.reason(), &Reason::Fault(Fault::AuthorityError(502)));
        assert!(relay.said().contains("redirected"), "{}", relay.said());
        assert_eq!((effects.count(), tempting.connections()), (0, 0));
    }
    Ok(())
}

#[test]
fn an_authority_that_is_not_there_is_a_denial_until_it_is() -> TestResult {
    let address = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    let relay = Relay::of(&format!("http://{address}"));
    let guard = relay.guard().build()?;
    let effects = Effects::default();
    assert_eq!(work(&guard, &effects).unwrap_err().reason(), &Reason::Fault(Fault::AuthorityError(502)));
    let _authority = Scripted::on(std::net::TcpListener::bind(address)?, healthy())?;
    work(&guard, &effects)?;
    assert_eq!(effects.count(), 1);
    Ok(())
}

/// The relay waits longer than the guard does; what it is told then is for nobody.
#[test]
fn a_yes_that_comes_after_the_guards_timeout_is_a_denial_and_no_later_answer() -> TestResult {
    let authority = Scripted::start(on_validate(|nth| {
        assert_eq!(nth, 0);
        vec![
            Step::Do(std::sync::Arc::new(|_| {
                thread::sleep(Duration::from_millis(600));
                Ok(())
            })),
            machineid_guard_tests::scripted::json(ALLOW),
        ]
    }))?;
    let relay = Relay::of(&authority.base_url());
    let guard = relay.guard().timeout(Duration::from_millis(300)).build()?;
    let effects = Effects::default();
    assert_eq!(work(&guard, &effects).unwrap_err().code(), "TIMEOUT");
    authority.play(on_validate(|_| vec![machineid_guard_tests::scripted::json(machineid_guard_tests::scripted::DENY)]));
    for _ in 0..20 {
        assert_eq!(work(&guard, &effects).unwrap_err().code(), "DEVICE_REVOKED");
    }
    assert_eq!(effects.count(), 0);
    Ok(())
}

/// And the other way round: its own timeout is the first to pass.
#[test]
fn a_relay_that_loses_patience_says_so_with_an_error() -> TestResult {
    let authority = Scripted::start(on_validate(|_| vec![Step::Hang]))?;
    let relay = Relay::with(&authority.base_url(), &["--timeout", "300ms"]);
    let effects = Effects::default();
    let denied = work(&relay.guard().build()?, &effects).unwrap_err();
    assert_eq!((denied.reason(), effects.count()), (&Reason::Fault(Fault::AuthorityError(504)), 0));
    Ok(())
}
