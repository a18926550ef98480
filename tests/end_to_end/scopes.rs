//! A scope holds for the task that opened it. What is only driven inside of it, by whomever, is not in it: a
//! tenant's yes is nobody else's. (No guard is installed in this process, so who is not in a scope is denied.)

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use machineid_guard::{Denied, Guard};
use tokio::runtime::{Builder, Runtime};
use tokio::task::LocalSet;

use crate::TestResult;
use crate::agent::{Effects, authority, patient, read_order, search_orders};

fn current_thread() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

fn multi_thread() -> std::io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(2).enable_all().build()
}

/// Denied for want of a guard.
fn assert_not_in_scope(outcome: &Result<(), Denied>, effects: &Effects) {
    assert_eq!(outcome.as_ref().map_err(Denied::code), Err("CONFIGURATION"));
    assert_eq!(effects.count(), 0);
}

/// A guard whose every call would be allowed.
fn tenant() -> Result<(machineid_guard::local::LocalAuthority, Guard), Box<dyn std::error::Error>> {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    Ok((authority, guard))
}

#[test]
fn a_stranger_s_task_on_a_local_set_is_not_in_the_scope_that_drives_it() -> TestResult {
    let (_authority, guard) = tenant()?;
    let (effects, own) = (Rc::new(Effects::default()), Effects::default());
    let stranger_s = Rc::new(RefCell::new(None));
    let (runtime, local) = (current_thread()?, LocalSet::new());
    let (counted, outcome) = (Rc::clone(&effects), Rc::clone(&stranger_s));
    local.spawn_local(async move {
        let asynchronous = search_orders(&counted).await;
        let synchronous = read_order(&counted);
        *outcome.borrow_mut() = Some([asynchronous, synchronous]);
    });
    runtime.block_on(guard.scope(local.run_until(async {
        while stranger_s.borrow().is_none() {
            tokio::task::yield_now().await;
        }
        search_orders(&own).await
    })))?;
    for outcome in stranger_s.borrow_mut().take().ok_or("the stranger's task did not run")? {
        assert_not_in_scope(&outcome, &effects);
    }
    assert_eq!(own.count(), 1, "what the scope itself awaits is in it");
    Ok(())
}

#[test]
fn a_stranger_s_task_on_a_runtime_that_is_driven_inside_enter_is_not_in_it() -> TestResult {
    let (_authority, guard) = tenant()?;
    let (effects, own) = (Arc::new(Effects::default()), Effects::default());
    let runtime = current_thread()?;
    let counted = Arc::clone(&effects);
    let stranger = runtime.spawn(async move { [search_orders(&counted).await, read_order(&counted)] });
    let outcomes = guard.enter(|| {
        runtime.block_on(async {
            search_orders(&own).await?;
            read_order(&own)?;
            Ok::<_, Denied>(stranger.await)
        })
    })??;
    for outcome in outcomes {
        assert_not_in_scope(&outcome, &effects);
    }
    assert_eq!(own.count(), 2, "what the closure itself blocks on is in it");
    Ok(())
}

async fn spawned(effects: Arc<Effects>) -> Result<(), Denied> {
    search_orders(&effects).await
}

#[test]
fn tasks_blocking_tasks_and_threads_that_are_started_inside_are_not_in_the_scope() -> TestResult {
    let (_authority, guard) = tenant()?;
    let effects = Arc::new(Effects::default());
    let counted = || Arc::clone(&effects);
    multi_thread()?.block_on(guard.scope(async {
        let (task, blocking) = (counted(), counted());
        assert_not_in_scope(&tokio::spawn(spawned(task)).await?, &effects);
        assert_not_in_scope(&tokio::task::spawn_blocking(move || read_order(&blocking)).await?, &effects);
        let threaded = std::thread::scope(|scope| scope.spawn(|| read_order(&effects)).join());
        assert_not_in_scope(&threaded.map_err(|_| "the thread panicked")?, &effects);
        Ok::<(), Box<dyn std::error::Error>>(())
    }))
}

#[test]
fn a_spawned_task_with_a_scope_of_its_own_is_in_that() -> TestResult {
    let (_authority, guard) = tenant()?;
    let effects = Arc::new(Effects::default());
    multi_thread()?.block_on(guard.scope(async {
        tokio::spawn(guard.scope(spawned(Arc::clone(&effects)))).await??;
        let (blocking, counted) = (guard.clone(), Arc::clone(&effects));
        tokio::task::spawn_blocking(move || blocking.enter(|| read_order(&counted))).await??;
        Ok::<(), Box<dyn std::error::Error>>(())
    }))?;
    assert_eq!(effects.count(), 2);
    Ok(())
}

#[test]
fn what_the_task_itself_joins_and_blocks_on_is_in_the_scope() -> TestResult {
    let (_authority, guard) = tenant()?;
    let effects = Arc::new(Effects::default());
    let counted = Arc::clone(&effects);
    let work = guard.scope(async move {
        let (first, second) = tokio::join!(search_orders(&counted), search_orders(&counted));
        first.and(second)?;
        tokio::task::block_in_place(|| read_order(&counted))
    });
    let runtime = multi_thread()?;
    runtime.block_on(runtime.spawn(work))??;
    assert_eq!(effects.count(), 3);
    Ok(())
}

/// The tool of a plain `async fn` reaches its boundary when it is awaited.
#[test]
fn an_async_function_that_is_called_inside_and_awaited_outside_is_not_in_the_scope() -> TestResult {
    let (_authority, guard) = tenant()?;
    let effects = Effects::default();
    let made_inside: std::pin::Pin<Box<dyn Future<Output = Result<(), Denied>> + '_>> =
        guard.enter(|| Box::pin(search_orders(&effects)) as _);
    let outcome = current_thread()?.block_on(made_inside);
    assert_not_in_scope(&outcome, &effects);
    Ok(())
}
