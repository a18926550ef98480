//! Callers whose thread or runtime is held up past the limit, with a yes waiting for them.

use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use machineid_guard::{Denied, Fault, Reason};
use machineid_guard_tests::scripted::{ALLOW, Gate, Scripted, Step, healthy, json, on_validate};
use tokio::runtime::Builder;

use crate::TestResult;
use crate::run::assert_unharmed;
use crate::victim::{Effect, delete_async, guard};

use super::by_hand::ByHand;

const TIMEOUT: Duration = Duration::from_millis(500);

fn assert_too_late(denied: &Denied) {
    let reason = denied.reason();
    assert!(matches!(reason, Reason::PermitExpired | Reason::Fault(Fault::Timeout)), "{reason:?}");
}

/// The yes has arrived when the caller comes back, after the limit.
pub fn a_caller_that_comes_back_too_late_for_its_yes_is_denied() -> TestResult {
    let polled_once = Gate::shut();
    let steps = vec![Step::Wait(polled_once.clone()), json(ALLOW)];
    let authority = Scripted::start(on_validate(move |_| steps.clone()))?;
    let guard = guard(&authority.base_url(), TIMEOUT).build()?;
    let effect = Effect::default();
    let (by_hand, mut call) = (ByHand::new(), Box::pin(guard.scope(delete_async(&effect))));
    assert!(by_hand.poll(&mut call).is_pending());
    let polled = Instant::now();
    polled_once.open();
    by_hand.wait();
    while polled.elapsed() <= TIMEOUT {
        thread::sleep(Duration::from_millis(10));
    }
    let Poll::Ready(Err(denied)) = by_hand.poll(&mut call) else { panic!("it was not denied") };
    assert_too_late(&denied);
    assert_eq!(effect.count(), 0);
    assert_unharmed(&guard);
    Ok(())
}

pub fn a_runtime_that_is_blocked_past_the_limit_denies_its_callers() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let guard = guard(&authority.base_url(), TIMEOUT).build()?;
    let effect = Effect::default();
    let runtime = Builder::new_current_thread().enable_all().build()?;
    // The call is polled first, and again only when the sleep is over.
    let both = async { tokio::join!(biased; guard.scope(delete_async(&effect)), async { thread::sleep(5 * TIMEOUT) }) };
    let (outcome, ()) = runtime.block_on(both);
    assert_too_late(&outcome.unwrap_err());
    assert_eq!(effect.count(), 0);
    assert_unharmed(&guard);
    Ok(())
}
