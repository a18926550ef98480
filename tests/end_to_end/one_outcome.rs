//! One check, one outcome: who watches is told of it once, and of what it came to in the end.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use machineid_guard::{Observation, Verdict};

use crate::TestResult;
use crate::agent::{Effects, authority, patient, read_order, search_orders};

const TIMEOUT: Duration = Duration::from_secs(1);

/// What the hook was told.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<(Verdict, String)>>>);

impl Told {
    fn hook(&self) -> impl Fn(&Observation) + Send + Sync + use<> {
        let Self(told) = self.clone();
        move |observation: &Observation| {
            let code = observation.code().unwrap_or_default().to_owned();
            told.lock().unwrap().push((observation.verdict(), code));
        }
    }

    fn take(&self) -> Vec<(Verdict, String)> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

#[test]
fn a_yes_that_is_picked_up_too_late_is_told_of_once_as_a_denial() -> TestResult {
    let authority = authority()?;
    let told = Told::default();
    let guard = patient(&authority).timeout(TIMEOUT).on_decision(told.hook()).build()?;
    guard.enter(|| read_order(&Effects::default()))?;
    assert_eq!(told.take(), [(Verdict::Allowed, "ALLOW".to_owned())]);
    let effects = Effects::default();
    let mut call = pin!(guard.scope(search_orders(&effects)));
    let mut context = Context::from_waker(Waker::noop());
    let asked = Instant::now();
    assert!(call.as_mut().poll(&mut context).is_pending());
    while authority.requests().len() < 3 {
        assert!(asked.elapsed() < TIMEOUT, "it is asked at once");
        thread::yield_now();
    }
    thread::sleep((asked + TIMEOUT).saturating_duration_since(Instant::now()) + Duration::from_millis(50));
    assert!(matches!(call.as_mut().poll(&mut context), Poll::Ready(Err(_))));
    assert_eq!(told.take(), [(Verdict::Denied, "PERMIT_EXPIRED".to_owned())]);
    assert_eq!(effects.count(), 0);
    Ok(())
}

#[test]
fn each_call_is_told_of_once() -> TestResult {
    let authority = authority()?;
    let told = Told::default();
    let guard = patient(&authority).on_decision(told.hook()).build()?;
    let effects = Effects::default();
    guard.enter(|| read_order(&effects))?;
    authority.disable_org();
    assert!(guard.enter(|| read_order(&effects)).is_err());
    authority.stop();
    assert!(guard.enter(|| read_order(&effects)).is_err());
    let codes: Vec<_> = told.take().into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["ALLOW", "ORG_DISABLED", "UNREACHABLE"]);
    Ok(())
}
