//! No answer is a denial: an authority that is down, or slower than the guard's timeout.

use std::thread;
use std::time::{Duration, Instant};

use machineid_guard::Fault;

use crate::TestResult;
use crate::agent::{DEVICES, ENTRANCES, assert_all_allowed, authority, patient};
use crate::denial::{Expected, assert_all_denied, assert_denied};

/// Far longer than any timeout here: who comes back earlier has not waited for the answer.
const HELD_BACK: Duration = Duration::from_mins(1);

#[test]
fn an_authority_that_goes_down_stops_everything_until_it_is_back() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    assert_all_allowed(&guard);
    authority.stop();
    assert_all_denied(&guard, &authority, Expected::fault(Fault::Unreachable));
    authority.restart()?;
    assert_all_allowed(&guard);
    Ok(())
}

#[test]
fn an_authority_that_was_never_up_stops_everything() -> TestResult {
    let authority = authority()?;
    authority.stop();
    let guard = patient(&authority).build()?;
    assert_all_denied(&guard, &authority, Expected::fault(Fault::Unreachable));
    assert!(authority.requests().is_empty());
    authority.restart()?;
    assert_all_allowed(&guard);
    Ok(())
}

#[test]
fn an_answer_slower_than_the_timeout_is_a_denial() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).timeout(Duration::from_secs(1)).build()?;
    assert_all_allowed(&guard);
    authority.set_latency(HELD_BACK);
    let start = Instant::now();
    // At the same time, because each takes the whole timeout.
    thread::scope(|scope| {
        for entrance in &ENTRANCES {
            scope.spawn(|| assert_denied(entrance, &guard, &authority, Expected::fault(Fault::Timeout)));
        }
    });
    assert!(start.elapsed() < HELD_BACK / 2, "the timeout did not end the wait");
    // The late answers were yeses. They are of no use to anybody.
    authority.set_latency(Duration::ZERO);
    for device in DEVICES {
        authority.revoke(device)?;
    }
    assert_all_denied(&guard, &authority, Expected::authority("DEVICE_REVOKED"));
    for device in DEVICES {
        authority.restore(device)?;
    }
    assert_all_allowed(&guard);
    Ok(())
}

#[test]
fn a_registration_slower_than_the_timeout_is_a_denial_and_is_asked_again() -> TestResult {
    let authority = authority()?;
    authority.set_latency(HELD_BACK);
    let guard = patient(&authority).timeout(Duration::from_secs(1)).build()?;
    thread::scope(|scope| {
        for entrance in &ENTRANCES {
            scope.spawn(|| assert_denied(entrance, &guard, &authority, Expected::fault(Fault::Timeout)));
        }
    });
    authority.set_latency(Duration::ZERO);
    assert_all_allowed(&guard);
    Ok(())
}
