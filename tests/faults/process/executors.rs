//! It does not matter who polls: nobody, a small executor, a runtime that is gone by the next call, or one
//! whose clock stands still.

use std::future::Future;
use std::sync::Arc;

use machineid_guard::local::LocalAuthority;
use tokio::runtime::{Builder, Runtime};

use super::stoppable::assert_stoppable;
use crate::TestResult;
use crate::victim::{DEVICE, Effect, delete_async, delete_sync};

fn runtime(builder: &mut Builder) -> Runtime {
    builder.enable_all().build().expect("a runtime")
}

pub fn a_sync_function_works_without_any_runtime() -> TestResult {
    assert_stoppable(|guard, effects| guard.enter(|| delete_sync(effects)))
}

pub fn an_async_function_works_on_pollster() -> TestResult {
    assert_stoppable(|guard, effects| pollster::block_on(guard.scope(delete_async(effects))))
}

pub fn an_async_function_works_on_smol() -> TestResult {
    assert_stoppable(|guard, effects| smol::block_on(guard.scope(delete_async(effects))))
}

#[test]
fn an_async_function_works_on_a_tokio_runtime_without_drivers() -> TestResult {
    let bare = Builder::new_current_thread().build().expect("a runtime");
    assert_stoppable(|guard, effects| bare.block_on(guard.scope(delete_async(effects))))
}

#[test]
fn an_async_function_works_while_tokio_s_clock_is_paused() -> TestResult {
    let paused = runtime(Builder::new_current_thread().start_paused(true));
    assert_stoppable(|guard, effects| paused.block_on(guard.scope(delete_async(effects))))
}

#[test]
fn the_runtime_of_one_call_may_be_gone_at_the_next() -> TestResult {
    assert_stoppable(|guard, effects| {
        let of_this_call = runtime(&mut Builder::new_multi_thread());
        of_this_call.block_on(guard.scope(delete_async(effects)))
    })
}

pub fn one_guard_serves_several_runtimes_one_of_which_is_blocked() -> TestResult {
    let authority = LocalAuthority::start()?;
    let guard = authority.guard().device_id(DEVICE).build()?;
    let effects = Arc::new(Effect::default());
    let (release, blocked) = std::sync::mpsc::channel::<()>();
    let on_its_own_runtime = |work: Box<dyn FnOnce(Runtime) + Send>| {
        std::thread::spawn(move || work(runtime(&mut Builder::new_current_thread())))
    };
    let (of_blocked, counted) = (guard.clone(), Arc::clone(&effects));
    let holding = on_its_own_runtime(Box::new(move |runtime| {
        runtime.block_on(of_blocked.scope(async {
            delete_async(&counted).await.expect("nothing is revoked");
            // Blocks the runtime, with whatever it drives, until the others are done.
            blocked.recv().expect("released");
        }));
    }));
    let others: Vec<_> = (0..3)
        .map(|_| {
            let (guard, counted) = (guard.clone(), Arc::clone(&effects));
            on_its_own_runtime(Box::new(move |runtime| {
                for _ in 0..20 {
                    runtime.block_on(guard.scope(delete_async(&counted))).expect("nothing is revoked");
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
    is_send(delete_async(&Effect::default()));
}
