//! The order is forced: old yeses are on the wire when the authority turns to no, and callers come after that.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

use machineid_guard::{Denied, Guard};
use machineid_guard_tests::scripted::{ALLOW, DENY, Gate, Scripted, Step, healthy, json, on_validate};

use crate::TestResult;
use crate::work::{Effects, work};

/// How many validates of a device are on the wire before callers share.
const UNSHARED: usize = 8;
const LATE: usize = 20;

type Call<'a> = Pin<Box<dyn Future<Output = Result<(), Denied>> + 'a>>;

/// Starts a call, whose answer is held back.
fn reach_boundary<'a>(guard: &Guard, effects: &'a Effects) -> Call<'a> {
    let mut call: Call<'a> = Box::pin(guard.scope(work(effects)));
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    call
}

#[test]
fn an_old_yes_on_the_wire_allows_nobody_who_came_after_it_was_sent() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let builder = Guard::builder().org_key("org_test").device_id("svc:test:tool:01").base_url(authority.base_url());
    let guard = builder.timeout(Duration::from_secs(10)).build()?;
    let effects = Effects::default();
    // Registers the device.
    pollster::block_on(guard.scope(work(&effects)))?;

    let gates: Vec<Gate> = (0..UNSHARED).map(|_| Gate::shut()).collect();
    let asked = Arc::new(AtomicUsize::new(0));
    let (held, counted) = (gates.clone(), Arc::clone(&asked));
    authority.play(on_validate(move |_| {
        let number = counted.fetch_add(1, Ordering::SeqCst);
        vec![Step::Wait(held[number].clone()), json(ALLOW)]
    }));
    let early: Vec<_> = (0..UNSHARED).map(|_| reach_boundary(&guard, &effects)).collect();
    let deadline = Instant::now() + Duration::from_secs(10);
    while asked.load(Ordering::SeqCst) < UNSHARED {
        assert!(Instant::now() < deadline, "only {asked:?} of them were sent unshared");
        std::thread::yield_now();
    }
    authority.play(on_validate(|_| vec![json(DENY)]));
    let late: Vec<_> = (0..LATE).map(|_| reach_boundary(&guard, &effects)).collect();
    gates.iter().for_each(Gate::open);

    for call in early {
        pollster::block_on(call)?;
    }
    for call in late {
        assert_eq!(pollster::block_on(call).unwrap_err().code(), "DEVICE_REVOKED");
    }
    assert_eq!(effects.count(), 1 + UNSHARED);
    println!(
        "{UNSHARED} old yeses on the wire, {LATE} callers after them: wrongly allowed 0, validates {}",
        authority.validates()
    );
    assert!(authority.validates() < 1 + UNSHARED + LATE, "those who waited together did not share");
    Ok(())
}
