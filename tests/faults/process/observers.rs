//! Subscribers and hooks that panic: they watch, and decide nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use machineid_guard::local::LocalAuthority;
use machineid_guard_tests::child::run_in_child;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::TestResult;
use crate::victim::{Effect, call_async, call_sync};

/// Panics wherever it is told something. Not where it is asked for its interest: `tracing` holds a lock of its
/// own then, and a panic there breaks `tracing` for the whole process, with all libraries that log.
struct Panicking {
    calls: Arc<AtomicUsize>,
}

impl Panicking {
    fn panic(&self) {
        self.calls.fetch_add(1, Ordering::SeqCst);
        panic!("a subscriber that panics");
    }
}

impl Subscriber for Panicking {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        self.panic();
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {
        self.panic();
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {
        self.panic();
    }

    fn event(&self, _: &Event<'_>) {
        self.panic();
    }

    fn enter(&self, _: &Id) {
        self.panic();
    }

    fn exit(&self, _: &Id) {
        self.panic();
    }
}

/// Yes, no and yes again, async and sync.
fn assert_decides_as_ever() -> TestResult {
    let authority = LocalAuthority::start()?;
    let guard = authority.guard().timeout(std::time::Duration::from_secs(10)).build()?;
    let effect = Effect::default();
    let both = || [call_async(&guard, &effect), call_sync(&guard, &effect)];
    assert!(both().iter().all(Result::is_ok));
    authority.revoke(LocalAuthority::DEVICE_ID)?;
    for outcome in both() {
        assert_eq!(outcome.unwrap_err().code(), "DEVICE_REVOKED");
    }
    authority.restore(LocalAuthority::DEVICE_ID)?;
    assert!(both().iter().all(Result::is_ok));
    assert_eq!(effect.count(), 4);
    Ok(())
}

#[test]
fn a_subscriber_of_the_callers_thread_that_panics_changes_no_decision() -> TestResult {
    let calls = Arc::new(AtomicUsize::new(0));
    let subscriber = Panicking { calls: Arc::clone(&calls) };
    tracing::subscriber::with_default(subscriber, assert_decides_as_ever)?;
    assert!(calls.load(Ordering::SeqCst) > 0, "the subscriber was never called");
    Ok(())
}

pub fn a_subscriber_of_the_whole_process_that_panics_changes_no_decision() -> TestResult {
    run_in_child("process::observers::child_with_a_panicking_subscriber", |command| command)
}

#[test]
#[ignore = "a child process of another test"]
fn child_with_a_panicking_subscriber() -> TestResult {
    let calls = Arc::new(AtomicUsize::new(0));
    tracing::subscriber::set_global_default(Panicking { calls: Arc::clone(&calls) })?;
    assert_decides_as_ever()?;
    assert!(calls.load(Ordering::SeqCst) > 0, "the subscriber was never called");
    Ok(())
}

pub fn a_hook_that_panics_changes_no_decision() -> TestResult {
    let authority = LocalAuthority::start()?;
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let guard = authority.guard().on_decision(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        panic!("a hook that panics");
    });
    let guard = guard.timeout(std::time::Duration::from_secs(10)).build()?;
    let effect = Effect::default();
    call_sync(&guard, &effect)?;
    authority.revoke(LocalAuthority::DEVICE_ID)?;
    assert_eq!(call_sync(&guard, &effect).unwrap_err().code(), "DEVICE_REVOKED");
    authority.restore(LocalAuthority::DEVICE_ID)?;
    call_async(&guard, &effect)?;
    assert_eq!((effect.count(), calls.load(Ordering::SeqCst)), (2, 3));
    Ok(())
}
