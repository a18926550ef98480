//! A sync guarded function blocks its thread on the answer, also where that thread is a runtime's.

use tokio::runtime::Builder;

use crate::agent::assert_stoppable;
use crate::agent::sync_tool;

#[test]
fn inside_a_current_thread_runtime() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    assert_stoppable(|guard, effects| runtime.block_on(async { guard.enter(|| sync_tool(effects)) }));
}

#[test]
fn inside_a_multi_thread_runtime() {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    assert_stoppable(|guard, effects| runtime.block_on(async { guard.enter(|| sync_tool(effects)) }));
}

#[test]
fn inside_a_task_of_a_local_set() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    assert_stoppable(|guard, effects| {
        let tasks = tokio::task::LocalSet::new();
        tasks.block_on(&runtime, async { guard.enter(|| sync_tool(effects)) })
    });
}

#[test]
fn inside_a_future_of_another_executor() {
    assert_stoppable(|guard, effects| smol::block_on(async { guard.enter(|| sync_tool(effects)) }));
}
