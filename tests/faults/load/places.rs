//! A caller that goes away gives its place back at once, however many there were.

use std::task::{Context, Waker};
use std::time::Duration;

use machineid_guard::Guard;
use machineid_guard_tests::scripted::{Gate, Scripted, Step, healthy, on_accept};

use crate::TestResult;
use crate::victim::{Effect, delete_async};

/// As many as a guard takes.
const CALLERS: usize = 65_536;

pub fn callers_that_went_away_leave_their_places_to_others() -> TestResult {
    let silent = Gate::shut();
    let waits = silent.clone();
    let authority = Scripted::start(on_accept(move || vec![Step::Wait(waits.clone())]))?;
    let guard = Guard::builder()
        .org_key("org_local")
        .device_id("svc:test:tool:01")
        .base_url(authority.base_url())
        .timeout(Duration::from_secs(10))
        .build()?;
    let effects = Effect::default();
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..3 {
        let mut waiting: Vec<_> = (0..CALLERS).map(|_| Box::pin(guard.scope(delete_async(&effects)))).collect();
        for caller in &mut waiting {
            assert!(caller.as_mut().poll(&mut context).is_pending(), "no place for it");
        }
        assert!(Box::pin(guard.scope(delete_async(&effects))).as_mut().poll(&mut context).is_ready(), "one too many");
    }
    authority.play(healthy());
    silent.open();
    pollster::block_on(guard.scope(delete_async(&effects)))?;
    assert_eq!(effects.count(), 1);
    Ok(())
}
