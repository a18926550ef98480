//! A sync guarded function blocks its thread on the answer, also where that thread is a runtime's.

use tokio::runtime::Builder;

use super::stoppable::assert_stoppable;
use crate::TestResult;
use crate::victim::delete_sync;

pub fn inside_a_current_thread_runtime() -> TestResult {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    assert_stoppable(|guard, effects| runtime.block_on(async { guard.enter(|| delete_sync(effects)) }))
}

pub fn inside_a_multi_thread_runtime() -> TestResult {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    assert_stoppable(|guard, effects| runtime.block_on(async { guard.enter(|| delete_sync(effects)) }))
}

#[test]
fn inside_a_task_of_a_local_set() -> TestResult {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    assert_stoppable(|guard, effects| {
        let tasks = tokio::task::LocalSet::new();
        tasks.block_on(&runtime, async { guard.enter(|| delete_sync(effects)) })
    })
}

#[test]
fn inside_a_future_of_another_executor() -> TestResult {
    assert_stoppable(|guard, effects| smol::block_on(async { guard.enter(|| delete_sync(effects)) }))
}
