//! Clocks that jump, runtimes that end, and more calls in one poll than tokio's budget for a task has.

use std::time::{Duration, Instant};

use machineid_guard::{Fault, Reason};
use machineid_guard_tests::scripted::{Scripted, Step, healthy, on_validate};
use machineid_guard_tests::tls::{CertificateAuthority, TlsServer};
use tokio::runtime::Builder;

use crate::victim::{Effect, call_sync, delete_async, guard, plain_guard};
use crate::{TestResult, tls};

/// A paused clock jumps to the next timer whenever its runtime idles: a timeout that hung on it would be over
/// at once.
pub fn on_a_paused_clock_no_timeout_comes_early_and_none_is_missing() -> TestResult {
    let timeout = Duration::from_secs(1);
    let authority = Scripted::start(on_validate(|_| vec![Step::Hang]))?;
    let guard = guard(&authority.base_url(), timeout).build()?;
    let effect = Effect::default();
    let runtime = Builder::new_current_thread().enable_all().start_paused(true).build()?;
    let start = Instant::now();
    let outcome = runtime.block_on(async {
        // A timer for the clock to jump to.
        let _elsewhere = tokio::spawn(tokio::time::sleep(Duration::from_hours(1)));
        guard.scope(delete_async(&effect)).await
    });
    assert_eq!(outcome.unwrap_err().reason(), &Reason::Fault(Fault::Timeout));
    assert!(start.elapsed() >= timeout, "after {:?}", start.elapsed());
    authority.play(healthy());
    runtime.block_on(guard.scope(delete_async(&effect)))?;
    assert_eq!(effect.count(), 1);
    Ok(())
}

pub fn the_connection_outlives_the_runtimes_that_used_it() -> TestResult {
    let trusted = CertificateAuthority::new()?;
    let authority = TlsServer::start(tls::healthy(&trusted)?)?;
    let guard = guard(&authority.base_url(), Duration::from_secs(10)).root_certificate(trusted.pem()).build()?;
    let effect = Effect::default();
    for number in 0..10 {
        let mut builder = if number % 2 == 0 { Builder::new_current_thread() } else { Builder::new_multi_thread() };
        let runtime = builder.enable_all().build()?;
        runtime.block_on(guard.scope(delete_async(&effect)))?;
        runtime.shutdown_background();
    }
    assert_eq!((effect.count(), authority.connections()), (10, 1));
    Ok(())
}

#[test]
fn many_sync_calls_in_one_poll_of_a_task_do_not_hang() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let guard = plain_guard(&authority.base_url())?;
    for mut builder in [Builder::new_current_thread(), Builder::new_multi_thread()] {
        let runtime = builder.worker_threads(1).enable_all().build()?;
        let guard = guard.clone();
        let ran = runtime.block_on(runtime.spawn(async move {
            let effect = Effect::default();
            (0..300).try_for_each(|_| call_sync(&guard, &effect)).map(|()| effect.count())
        }))??;
        assert_eq!(ran, 300);
    }
    Ok(())
}
