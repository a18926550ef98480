//! A device registers once per process, before its first validate, however many callers come first.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use machineid_guard::local::{Endpoint, LocalAuthority, Request};
use machineid_guard::{Guard, Reason};
use machineid_guard_tests::scripted::{Scripted, Step, healthy, http, json, on_register};

use crate::TestResult;
use crate::agent::{
    ENTRANCES, Effects, PAYMENTS, TOOL_SERVER, authority, block_on, patient, read_order, search_orders,
};

const CALLERS: usize = 32;

fn endpoints(authority: &LocalAuthority, device: &str) -> Vec<Endpoint> {
    let requests = authority.requests();
    requests.iter().filter(|request| request.device_id() == Some(device)).map(Request::endpoint).collect()
}

fn assert_registered_once_and_first(authority: &LocalAuthority, device: &str) {
    let endpoints = endpoints(authority, device);
    assert_eq!(endpoints.first(), Some(&Endpoint::Register));
    assert_eq!(endpoints.iter().filter(|endpoint| **endpoint == Endpoint::Register).count(), 1);
    assert!(endpoints.len() > 1, "{device} was validated");
}

#[test]
fn thirty_two_threads_that_come_first_together_share_one_registration() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    let (start, effects) = (Barrier::new(CALLERS), Effects::default());
    thread::scope(|scope| {
        for number in 0..CALLERS {
            let (entrance, guard, start, effects) = (&ENTRANCES[number % ENTRANCES.len()], &guard, &start, &effects);
            scope.spawn(move || {
                start.wait();
                (entrance.call)(guard, effects).expect("nothing is revoked");
            });
        }
    });
    assert_eq!(effects.count(), u32::try_from(CALLERS)?);
    for device in [TOOL_SERVER, PAYMENTS] {
        assert_registered_once_and_first(&authority, device);
    }
    Ok(())
}

#[test]
fn thirty_two_futures_that_come_first_together_share_one_registration() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build()?;
    let calls: Vec<_> =
        (0..CALLERS).map(|_| runtime.spawn(guard.scope(async { search_orders(&Effects::default()).await }))).collect();
    for call in calls {
        runtime.block_on(call)??;
    }
    assert_registered_once_and_first(&authority, TOOL_SERVER);
    Ok(())
}

#[test]
fn callers_that_come_first_together_are_all_denied_by_one_refusal() -> TestResult {
    let authority = authority()?;
    patient(&authority).build()?.enter(|| read_order(&Effects::default()))?;
    authority.revoke(TOOL_SERVER)?;
    let guard = patient(&authority).build()?;
    let (start, effects) = (Barrier::new(CALLERS), Effects::default());
    thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| {
                start.wait();
                let denied = guard.enter(|| read_order(&effects)).unwrap_err();
                assert_eq!(denied.code(), "DEVICE_REVOKED");
                assert_eq!(denied.registration_error(), Some("device_revoked"));
                assert!(denied.request_id().is_some());
            });
        }
    });
    assert_eq!(effects.count(), 0);
    Ok(())
}

#[test]
fn each_guard_registers_for_itself_and_a_device_that_is_there_already_is_welcome() -> TestResult {
    let authority = authority()?;
    for _ in 0..3 {
        patient(&authority).build()?.enter(|| read_order(&Effects::default()))?;
    }
    let requests = authority.requests();
    let answers: Vec<_> = requests.iter().filter(|r| r.endpoint() == Endpoint::Register).map(Request::code).collect();
    assert_eq!(answers, ["ok", "exists", "exists"]);
    Ok(())
}

#[test]
fn an_authority_that_comes_back_is_not_registered_with_again() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    guard.enter(|| read_order(&Effects::default()))?;
    authority.stop();
    assert_eq!(guard.enter(|| read_order(&Effects::default())).unwrap_err().code(), "UNREACHABLE");
    authority.restart()?;
    guard.enter(|| read_order(&Effects::default()))?;
    assert_registered_once_and_first(&authority, TOOL_SERVER);
    Ok(())
}

#[test]
fn a_registration_that_ran_out_of_its_callers_time_does_not_deny_those_who_came_later() -> TestResult {
    const TIMEOUT: Duration = Duration::from_secs(2);
    let authority = authority()?;
    let guard = patient(&authority).timeout(TIMEOUT).build()?;
    authority.set_latency(Duration::from_mins(1));
    thread::scope(|scope| {
        let start = Instant::now();
        let first = scope.spawn(|| guard.enter(|| read_order(&Effects::default())));
        while authority.requests().is_empty() {
            assert!(start.elapsed() < TIMEOUT, "the registration is asked at once");
            thread::yield_now();
        }
        authority.set_latency(Duration::ZERO);
        // The second comes while the first one's registration is held back, and has longer to wait.
        thread::sleep(TIMEOUT / 2);
        let effects = Effects::default();
        let second = guard.enter(|| read_order(&effects));
        assert_eq!(first.join().expect("no panic").unwrap_err().code(), "TIMEOUT");
        assert!(second.is_ok(), "{second:?}");
        assert_eq!(effects.count(), 1);
    });
    Ok(())
}

/// An authority that contradicts itself: the device may not be registered, and may work.
#[test]
fn a_yes_to_a_device_whose_registration_was_refused_is_a_denial() -> TestResult {
    let refused = r#"{"status":"blocked","error":"device_limit_reached"}"#;
    let refusal = http("HTTP/1.1 403 Forbidden", "content-type: application/json\r\n", refused.as_bytes());
    let server = Scripted::start(on_register(move || vec![Step::Say(refusal.clone())]))?;
    let guard = Guard::builder().org_key("org_test").device_id(TOOL_SERVER).base_url(server.base_url()).build()?;
    let effects = Effects::default();
    for outcome in [guard.enter(|| read_order(&effects)), block_on(guard.scope(search_orders(&effects)))] {
        let denied = outcome.unwrap_err();
        assert_eq!(denied.reason(), &Reason::RegistrationRefused);
        assert_eq!(denied.code(), "REGISTRATION_REFUSED");
        assert_eq!(denied.registration_error(), Some("device_limit_reached"));
        assert_eq!(denied.request_id(), Some("req-yes"));
    }
    assert_eq!((effects.count(), server.validates()), (0, 2));
    server.play(healthy());
    guard.enter(|| read_order(&effects))?;
    assert_eq!(effects.count(), 1);
    Ok(())
}

/// An `error` that is there and says nothing is none.
#[test]
fn a_registration_with_an_error_of_null_is_a_registration() -> TestResult {
    let server = Scripted::start(on_register(|| vec![json(r#"{"status":"ok","error":null}"#)]))?;
    let guard = Guard::builder().org_key("org_test").device_id(TOOL_SERVER).base_url(server.base_url()).build()?;
    let effects = Effects::default();
    guard.enter(|| read_order(&effects))?;
    assert_eq!(effects.count(), 1);
    Ok(())
}
