//! The gatekeeper's thread panics: all who wait and all who come are denied, at once.
//!
//! A waker is code of the caller's executor that runs on the gatekeeper's thread. One that panics is the one
//! way to make that thread panic from outside.

use std::sync::Arc;
use std::task::{Context, Wake, Waker};
use std::time::{Duration, Instant};

use machineid_guard::Reason;
use machineid_guard_tests::scripted::{ALLOW, Gate, Scripted, Step, healthy, json, on_validate};

use crate::TestResult;
use crate::leak::assert_denial_is_clean;
use crate::run::assert_unharmed;
use crate::victim::{Effect, call_async, call_sync, delete_async, guard};

use super::by_hand::HANG;

struct PanickingWaker;

impl Wake for PanickingWaker {
    fn wake(self: Arc<Self>) {
        panic!("a waker that panics");
    }
}

pub fn when_the_gatekeeper_panics_everybody_is_denied_and_nobody_hangs() -> TestResult {
    let answer = Gate::shut();
    let steps = vec![Step::Wait(answer.clone()), json(ALLOW)];
    let authority = Scripted::start(on_validate(move |_| steps.clone()))?;
    let build = || guard(&authority.base_url(), Duration::from_secs(10)).build();
    let (guard, effect) = (build()?, Effect::default());
    let mut poisoned = Box::pin(guard.scope(delete_async(&effect)));
    let waker = Waker::from(Arc::new(PanickingWaker));
    assert!(poisoned.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    let start = Instant::now();
    answer.open();
    // The first call whose question the thread did not live to answer.
    let denied = loop {
        if let Err(denied) = call_sync(&guard, &effect) {
            break denied;
        }
    };
    let ran = effect.count();
    assert_eq!(denied.reason(), &Reason::GatekeeperGone);
    assert_denial_is_clean(&denied);
    for outcome in [call_sync(&guard, &effect), call_async(&guard, &effect)] {
        assert_eq!(outcome.unwrap_err().reason(), &Reason::GatekeeperGone);
    }
    assert_eq!(effect.count(), ran);
    assert!(start.elapsed() < HANG, "somebody waited for a deadline");
    authority.play(healthy());
    assert_unharmed(&build()?);
    Ok(())
}
