//! A device registers once per process, before its first validate, however many callers come first.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use machineid_guard::local::{Endpoint, LocalAuthority, Request};

use crate::TestResult;
use crate::agent::{ENTRANCES, Effects, PAYMENTS, TOOL_SERVER, authority, patient, read_order, search_orders};

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
