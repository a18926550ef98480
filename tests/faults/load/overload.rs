//! More callers than anybody planned for: everybody is decided, by their deadline, in bounded memory.

use std::sync::Arc;
use std::time::{Duration, Instant};

use machineid_guard::local::{Endpoint, LocalAuthority};
use machineid_guard::{Denied, Fault, Guard, Reason};
use machineid_guard_tests::scripted::{Scripted, Step, healthy, on_accept};

use crate::TestResult;
use crate::victim::{Effect, delete_async, delete_async_on_device};

const LATENCY: Duration = Duration::from_millis(20);

/// The most memory that this process has had, in MiB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
}

fn guard(base_url: &str, timeout: Duration) -> Result<Guard, Box<dyn std::error::Error>> {
    Ok(Guard::builder()
        .org_key("org_local")
        .device_id("svc:test:tool:01")
        .base_url(base_url)
        .timeout(timeout)
        .build()?)
}

pub fn ten_thousand_callers_on_one_device_are_all_decided_by_few_validates() -> TestResult {
    const CALLERS: usize = 10_000;
    let authority = LocalAuthority::start()?;
    let guard = guard(authority.base_url(), Duration::from_secs(10))?;
    let effects = Arc::new(Effect::default());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build()?;
    // The device is registered, and the connections are there.
    runtime.block_on(guard.scope(delete_async(&effects)))?;
    authority.clear_requests();
    authority.set_latency(LATENCY);
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (guard, effects) = (guard.clone(), Arc::clone(&effects));
            runtime.spawn(async move {
                let start = Instant::now();
                guard.scope(delete_async(&effects)).await.map(|()| start.elapsed())
            })
        })
        .collect();
    let mut times = Vec::new();
    for caller in callers {
        times.push(runtime.block_on(caller)??);
    }
    times.sort_unstable();
    let validates = authority.requests().iter().filter(|request| request.endpoint() == Endpoint::Validate).count();
    println!(
        "{CALLERS} callers on one device, authority at {LATENCY:?}: all decided, validates {validates}, p50 {:?}, \
         p99 {:?}, peak memory of the process {:?} MiB",
        times[CALLERS / 2],
        times[CALLERS * 99 / 100],
        peak_memory()
    );
    assert_eq!(effects.count(), CALLERS + 1);
    assert!(validates * 20 < CALLERS, "{validates} validates for {CALLERS} callers");
    Ok(())
}

pub fn callers_on_a_thousand_devices_are_all_denied_in_time_by_an_authority_that_hangs() -> TestResult {
    const DEVICES: usize = 1_000;
    const TIMEOUT: Duration = Duration::from_secs(1);
    let authority = Scripted::start(on_accept(|| vec![Step::Hang]))?;
    let guard = guard(&authority.base_url(), TIMEOUT)?;
    let effects = Arc::new(Effect::default());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build()?;
    let callers: Vec<_> = (0..DEVICES)
        .map(|number| {
            let (guard, effects) = (guard.clone(), Arc::clone(&effects));
            runtime.spawn(async move {
                let start = Instant::now();
                let outcome = guard.scope(delete_async_on_device(&format!("svc:test:tool:{number}"), &effects)).await;
                (outcome, start.elapsed())
            })
        })
        .collect();
    let mut latest = Duration::ZERO;
    for caller in callers {
        let (outcome, time) = runtime.block_on(caller)?;
        assert_eq!(outcome.unwrap_err().reason(), &Reason::Fault(Fault::Timeout));
        latest = latest.max(time);
    }
    println!(
        "{DEVICES} devices, authority hangs: all denied, the last after {latest:?} of {TIMEOUT:?}; connections {}, \
         peak memory of the process {:?} MiB",
        authority.connections(),
        peak_memory()
    );
    assert_eq!(effects.count(), 0);
    // A slow machine is slow; a caller that waits for the authority would wait for ever.
    assert!(latest < 10 * TIMEOUT, "{latest:?}");
    authority.play(healthy());
    runtime.block_on(guard.scope(delete_async_on_device("svc:test:tool:7", &effects)))?;
    assert_eq!(effects.count(), 1);
    Ok(())
}

pub fn more_callers_than_a_guard_takes_are_denied_and_the_rest_is_decided() -> TestResult {
    const CALLERS: usize = 70_000;
    let authority = Scripted::start(on_accept(|| vec![Step::Hang]))?;
    let guard = guard(&authority.base_url(), Duration::from_secs(10))?;
    let effects = Effect::default();
    let mut waiting: Vec<_> = (0..CALLERS).map(|_| Box::pin(guard.scope(delete_async(&effects)))).collect();
    // Each is polled once, so each has reached its boundary and none is decided by time.
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let refused: Vec<Denied> = waiting
        .iter_mut()
        .filter_map(|caller| match caller.as_mut().poll(&mut context) {
            std::task::Poll::Ready(outcome) => outcome.err(),
            std::task::Poll::Pending => None,
        })
        .collect();
    println!("{CALLERS} callers wait for one guard: {} refused, peak memory {:?} MiB", refused.len(), peak_memory());
    assert!(refused.iter().all(|denied| denied.reason() == &Reason::Overloaded));
    assert_eq!(refused.len(), CALLERS - 65_536);
    drop(waiting);
    authority.play(healthy());
    // The connection that hangs had the time of the first of them; this caller is in time for another one.
    let deadline = Instant::now() + Duration::from_secs(30);
    while let Err(denied) = pollster::block_on(guard.scope(delete_async(&effects))) {
        assert_eq!(denied.reason(), &Reason::Fault(Fault::Timeout));
        assert!(Instant::now() < deadline, "{denied}");
    }
    assert_eq!(effects.count(), 1);
    Ok(())
}
