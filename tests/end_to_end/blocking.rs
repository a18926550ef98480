//! A sync guarded function blocks until it is decided, in any number and inside any runtime.
//!
//! Two thousand in one tokio task is more than the task's cooperative budget, which a blocked thread never
//! gives back: a wait that takes part in it hangs for ever.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use machineid_guard::{Denied, Guard};
use tokio::runtime::{Builder, Runtime};

use crate::TestResult;
use crate::agent::{Effects, TOOL_SERVER, authority, patient, read_order, search_orders};

const CALLS: u32 = 2_000;
/// A hang is to fail the test, and not to hang it.
const HANGS: Duration = Duration::from_mins(2);

/// Calls in one task, and says how many were allowed.
fn calls_in_one_task(runtime: Runtime, guard: Guard) -> Result<Result<u32, Denied>, mpsc::RecvTimeoutError> {
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        let outcome = runtime.block_on(async move {
            let task = tokio::spawn(guard.scope(async {
                let effects = Effects::default();
                for _ in 0..CALLS {
                    read_order(&effects)?;
                }
                Ok(effects.count())
            }));
            task.await.expect("the task does not panic")
        });
        done.send(outcome)
    });
    is_done.recv_timeout(HANGS)
}

#[test]
fn thousands_of_sync_calls_in_one_task_of_a_current_thread_runtime_are_all_decided() -> TestResult {
    let authority = authority()?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    assert_eq!(calls_in_one_task(runtime, patient(&authority).build()?)??, CALLS);
    Ok(())
}

#[test]
fn thousands_of_sync_calls_in_one_task_of_a_multi_thread_runtime_are_all_decided() -> TestResult {
    let authority = authority()?;
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    assert_eq!(calls_in_one_task(runtime, patient(&authority).build()?)??, CALLS);
    Ok(())
}

#[test]
fn thousands_of_async_calls_in_one_task_are_all_decided() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    let runtime = Builder::new_current_thread().build()?;
    let effects = Effects::default();
    runtime.block_on(guard.scope(async {
        for _ in 0..CALLS {
            search_orders(&effects).await?;
        }
        Ok::<(), Denied>(())
    }))?;
    assert_eq!(effects.count(), CALLS);
    Ok(())
}

#[test]
fn sync_calls_from_async_code_are_denied_like_all_others() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(guard.scope(async {
        let effects = Effects::default();
        read_order(&effects).expect("nothing is revoked");
        authority.revoke(TOOL_SERVER).expect("it is registered");
        assert_eq!(read_order(&effects).unwrap_err().code(), "DEVICE_REVOKED");
        let on_another_thread = tokio::task::spawn_blocking({
            let guard = guard.clone();
            move || guard.enter(|| read_order(&Effects::default())).map_err(|denied| denied.code().to_owned())
        });
        assert_eq!(on_another_thread.await.expect("no panic"), Err("DEVICE_REVOKED".to_owned()));
        assert_eq!(effects.count(), 1);
    }));
    Ok(())
}
