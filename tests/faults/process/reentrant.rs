//! A hook, or a layer, that calls a guarded function is denied there: else it would be told of that call too,
//! and call again, until the stack overflows.

use std::sync::{Arc, Mutex, OnceLock};

use machineid_guard::local::LocalAuthority;
use machineid_guard::{Denied, Guard, Reason};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::TestResult;
use crate::victim::{DEVICE, Effect, call_async, call_sync};

/// Calls tools, and knows how they were decided.
#[derive(Clone, Default)]
struct Reentrant(Arc<Inside>);

#[derive(Default)]
struct Inside {
    guard: OnceLock<Guard>,
    effect: Effect,
    reasons: Mutex<Vec<Reason>>,
}

impl Reentrant {
    fn call_tools(&self) {
        let Self(inside) = self;
        let Some(guard) = inside.guard.get() else { return };
        for call in [call_sync, call_async] {
            let denied = call(guard, &inside.effect).expect_err("allowed while something is told");
            inside.reasons.lock().unwrap().push(denied.reason().clone());
        }
    }

    /// That it was denied at least so often, each time for the one reason.
    fn assert_denied(&self, at_least: usize) {
        let reasons = self.0.reasons.lock().unwrap();
        assert!(reasons.len() >= at_least, "called {} times", reasons.len());
        assert!(reasons.iter().all(|reason| *reason == Reason::WhileReporting), "{reasons:?}");
        assert_eq!(self.0.effect.count(), 0);
    }
}

impl Subscriber for Reentrant {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        self.call_tools();
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {
        self.call_tools();
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {
        self.call_tools();
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}

    fn try_close(&self, _: Id) -> bool {
        self.call_tools();
        true
    }
}

/// Yes and no, async and sync, as if nobody called anything.
fn assert_decides_as_ever(guard: &Guard, authority: &LocalAuthority) -> TestResult {
    let effect = Effect::default();
    for call in [call_async, call_sync] {
        call(guard, &effect)?;
    }
    authority.revoke(DEVICE)?;
    for call in [call_async, call_sync] {
        assert_eq!(call(guard, &effect).as_ref().map_err(Denied::code), Err("DEVICE_REVOKED"));
    }
    assert_eq!(effect.count(), 2);
    Ok(())
}

pub fn a_hook_that_calls_a_tool_is_denied_there_and_overflows_nothing() -> TestResult {
    let authority = LocalAuthority::start()?;
    let hook = Reentrant::default();
    let called = hook.clone();
    let guard = authority.guard().device_id(DEVICE).on_decision(move |_| called.call_tools()).build()?;
    hook.0.guard.set(guard.clone()).map_err(|_| "set twice")?;
    assert_decides_as_ever(&guard, &authority)?;
    hook.assert_denied(8);
    Ok(())
}

pub fn a_layer_that_calls_a_tool_is_denied_there_and_overflows_nothing() -> TestResult {
    let authority = LocalAuthority::start()?;
    let layer = Reentrant::default();
    let guard = authority.guard().device_id(DEVICE).build()?;
    layer.0.guard.set(guard.clone()).map_err(|_| "set twice")?;
    tracing::subscriber::with_default(layer.clone(), || assert_decides_as_ever(&guard, &authority))?;
    layer.assert_denied(8);
    Ok(())
}

/// Without any configuration the denial is made before a guard is found.
#[test]
fn a_layer_that_calls_a_tool_without_a_guard_overflows_nothing() {
    #[machineid_guard::guarded_tool(device = String::new())]
    fn nowhere() -> Result<(), Denied> {
        Ok(())
    }

    struct CallsNowhere;

    impl Subscriber for CallsNowhere {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, _: &Event<'_>) {
            assert_eq!(nowhere().unwrap_err().reason(), &Reason::WhileReporting);
        }
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    tracing::subscriber::with_default(CallsNowhere, || {
        assert_eq!(nowhere().unwrap_err().code(), "CONFIGURATION");
    });
}
