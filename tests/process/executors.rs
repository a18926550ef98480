//! It does not matter who polls: nobody, a small executor, a runtime that is gone by the next call, or one
//! whose clock stands still.

use std::future::Future;
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};

use crate::agent::{Effects, async_tool, sync_tool};
use crate::agent::{agent, assert_stoppable};

fn runtime(builder: &mut Builder) -> Runtime {
    builder.enable_all().build().expect("a runtime")
}

#[test]
fn a_sync_function_works_without_any_runtime() {
    assert_stoppable(|guard, effects| guard.enter(|| sync_tool(effects)));
}

#[test]
fn an_async_function_works_on_pollster() {
    assert_stoppable(|guard, effects| pollster::block_on(guard.scope(async_tool(effects))));
}

#[test]
fn an_async_function_works_on_smol() {
    assert_stoppable(|guard, effects| smol::block_on(guard.scope(async_tool(effects))));
}

#[test]
fn an_async_function_works_on_a_tokio_runtime_without_drivers() {
    let bare = Builder::new_current_thread().build().expect("a runtime");
    assert_stoppable(|guard, effects| bare.block_on(guard.scope(async_tool(effects))));
}

#[test]
fn an_async_function_works_while_tokio_s_clock_is_paused() {
    let paused = runtime(Builder::new_current_thread().start_paused(true));
    assert_stoppable(|guard, effects| paused.block_on(guard.scope(async_tool(effects))));
}

#[test]
fn the_runtime_of_one_call_may_be_gone_at_the_next() {
    assert_stoppable(|guard, effects| {
        let of_this_call = runtime(&mut Builder::new_multi_thread());
        of_this_call.block_on(guard.scope(async_tool(effects)))
    });
}

#[test]
fn one_guard_serves_several_runtimes_one_of_which_is_blocked() -> crate::TestResult {
    let (_authority, guard) = agent()?;
    let effects = Arc::new(Effects::default());
    let (release, blocked) = std::sync::mpsc::channel::<()>();
    let on_its_own_runtime = |work: Box<dyn FnOnce(Runtime) + Send>| {
        std::thread::spawn(move || work(runtime(&mut Builder::new_current_thread())))
    };
    let (of_blocked, counted) = (guard.clone(), Arc::clone(&effects));
    let holding = on_its_own_runtime(Box::new(move |runtime| {
        runtime.block_on(of_blocked.scope(async {
            async_tool(&counted).await.expect("nothing is revoked");
            // Blocks the runtime, with whatever it drives, until the others are done.
            blocked.recv().expect("released");
        }));
    }));
    let others: Vec<_> = (0..3)
        .map(|_| {
            let (guard, counted) = (guard.clone(), Arc::clone(&effects));
            on_its_own_runtime(Box::new(move |runtime| {
                for _ in 0..20 {
                    runtime.block_on(guard.scope(async_tool(&counted))).expect("nothing is revoked");
                }
            }))
        })
        .collect();
    for other in others {
        other.join().expect("all calls were allowed");
    }
    release.send(())?;
    holding.join().expect("its call was allowed");
    assert_eq!(effects.count(), 1 + 3 * 20);
    Ok(())
}

/// A future that needs no runtime is `Send`, so that every executor may have it.
#[test]
fn the_check_is_send() {
    fn is_send(_: impl Future + Send) {}
    is_send(async_tool(&Effects::default()));
}
