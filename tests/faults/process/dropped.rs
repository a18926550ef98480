//! A caller that goes away at each of its await points: also when its yes is there, and not yet taken.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use machineid_guard_tests::scripted::{ALLOW, Gate, Scripted, Step, healthy, json, on_register, on_validate};

use crate::TestResult;
use crate::run::assert_unharmed;
use crate::victim::{Effect, delete_async, guard, plain_guard};

use super::by_hand::ByHand;

/// Where a call is when it is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dropped {
    NeverPolled,
    Asked,
    Answered,
}

pub fn a_call_that_is_dropped_at_any_await_ran_nothing_and_harms_no_later_call() -> TestResult {
    // The answer to each question waits until its caller has been polled once.
    let polled_once = Arc::new(Mutex::new(Gate::shut()));
    let current = Arc::clone(&polled_once);
    let play = on_validate(move |_| vec![Step::Wait(current.lock().unwrap().clone()), json(ALLOW)]);
    let authority = Scripted::start(play)?;
    let guard = plain_guard(&authority.base_url())?;
    let effect = Effect::default();
    let places = [Dropped::NeverPolled, Dropped::Asked, Dropped::Answered];
    for place in places.into_iter().cycle().take(900) {
        let gate = Gate::shut();
        polled_once.lock().unwrap().clone_from(&gate);
        let (by_hand, mut call) = (ByHand::new(), Box::pin(guard.scope(delete_async(&effect))));
        if place != Dropped::NeverPolled {
            assert!(by_hand.poll(&mut call).is_pending());
        }
        if place == Dropped::Answered {
            gate.open();
            by_hand.wait();
        }
        drop(call);
        gate.open();
        assert_eq!(effect.count(), 0, "dropped {place:?}, and the body ran");
    }
    authority.play(healthy());
    assert_unharmed(&guard);
    Ok(())
}

/// The one who asked for the registration goes away while it is under way; those who wait for it do not.
#[test]
fn who_goes_away_takes_nobody_along() -> TestResult {
    let answer = Gate::shut();
    let steps = vec![Step::Wait(answer.clone()), json(r#"{"status":"ok"}"#)];
    let authority = Scripted::start(on_register(move || steps.clone()))?;
    let guard = guard(&authority.base_url(), Duration::from_secs(10)).build()?;
    let effect = Effect::default();
    let by_hand = ByHand::new();
    let mut calls: Vec<_> = (0..40).map(|_| Box::pin(guard.scope(delete_async(&effect)))).collect();
    for call in &mut calls {
        assert!(by_hand.poll(call).is_pending());
    }
    let staying = calls.split_off(20);
    drop(calls);
    answer.open();
    for call in staying {
        pollster::block_on(call)?;
    }
    assert_eq!(effect.count(), 20);
    assert_eq!(authority.validates(), 1, "those who waited together share their question");
    Ok(())
}
