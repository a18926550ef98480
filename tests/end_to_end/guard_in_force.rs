//! The guard that is asked is the nearest one around the call: of its own argument, of the innermost scope
//! or enter. (That of the process has its own tests, in processes of their own.)

use std::panic::catch_unwind;

use machineid_guard::local::LocalAuthority;
use machineid_guard::{Denied, Guard, guarded_tool};
use machineid_guard_tests::log_capture::LogCapture;

use crate::TestResult;
use crate::agent::{Effects, authority, block_on, patient, read_order, search_orders};

/// The device that the call asked for.
fn device_of(call: impl FnOnce(&Effects) -> Result<(), Denied>, authority: &LocalAuthority) -> String {
    let effects = Effects::default();
    call(&effects).expect("nothing is revoked");
    assert_eq!(effects.count(), 1);
    let requests = authority.requests();
    requests.last().and_then(|request| request.device_id()).expect("a call asks").to_owned()
}

fn guards(authority: &LocalAuthority) -> Result<[Guard; 2], machineid_guard::ConfigError> {
    let guard = |device| patient(authority).device_id(device).build();
    Ok([guard("outer")?, guard("inner")?])
}

#[test]
fn the_innermost_guard_is_asked_and_the_outer_one_again_after_it() -> TestResult {
    let authority = authority()?;
    let [outer, inner] = guards(&authority)?;
    outer.enter(|| {
        assert_eq!(device_of(read_order, &authority), "outer");
        inner.enter(|| assert_eq!(device_of(read_order, &authority), "inner"));
        assert_eq!(device_of(read_order, &authority), "outer");
    });
    Ok(())
}

#[test]
fn scopes_of_futures_and_closures_nest_in_any_order() -> TestResult {
    let authority = authority()?;
    let [outer, inner] = guards(&authority)?;
    let effects = Effects::default();
    let last_device = || authority.requests().last().and_then(|request| request.device_id().map(str::to_owned));
    block_on(outer.scope(async {
        search_orders(&effects).await?;
        assert_eq!(last_device().as_deref(), Some("outer"));
        inner.scope(search_orders(&effects)).await?;
        assert_eq!(last_device().as_deref(), Some("inner"));
        inner.enter(|| read_order(&effects))?;
        assert_eq!(last_device().as_deref(), Some("inner"));
        read_order(&effects)?;
        assert_eq!(last_device().as_deref(), Some("outer"));
        Ok::<(), Denied>(())
    }))?;
    outer.enter(|| block_on(inner.scope(search_orders(&effects))))?;
    assert_eq!(last_device().as_deref(), Some("inner"));
    Ok(())
}

#[test]
fn futures_that_take_turns_on_one_thread_keep_their_own_guards() -> TestResult {
    let authority = authority()?;
    let guards = guards(&authority)?;
    let work = |guard: &Guard| {
        guard.scope(async {
            let effects = Effects::default();
            for _ in 0..20 {
                search_orders(&effects).await?;
                tokio::task::yield_now().await;
            }
            Ok::<u32, Denied>(effects.count())
        })
    };
    let (first, second) = block_on(async { tokio::join!(work(&guards[0]), work(&guards[1])) });
    assert_eq!((first?, second?), (20, 20));
    let validates = |device| authority.requests().iter().filter(|r| r.device_id() == Some(device)).count();
    assert_eq!((validates("outer"), validates("inner")), (21, 21), "20 validates and a register each");
    Ok(())
}

#[test]
fn a_scope_goes_with_its_future_from_thread_to_thread() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build()?;
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            runtime.spawn(guard.scope(async {
                let effects = Effects::default();
                for _ in 0..10 {
                    search_orders(&effects).await?;
                    tokio::task::yield_now().await;
                }
                Ok::<u32, Denied>(effects.count())
            }))
        })
        .collect();
    for task in tasks {
        assert_eq!(runtime.block_on(task)??, 10);
    }
    Ok(())
}

#[test]
fn a_panic_inside_leaves_no_guard_behind() -> TestResult {
    let authority = authority()?;
    let [outer, inner] = guards(&authority)?;
    outer.enter(|| {
        // A guard is `UnwindSafe`, by value and by reference.
        let panicked = catch_unwind(|| inner.enter(|| panic!("the tool's own bug")));
        assert!(panicked.is_err());
        let panicked = catch_unwind(move || inner.enter(|| panic!("the tool's own bug")));
        assert!(panicked.is_err());
        assert_eq!(device_of(read_order, &authority), "outer");
    });
    Ok(())
}

struct ToolServer {
    guard: Guard,
}

impl ToolServer {
    #[guarded_tool(guard = self.guard)]
    fn lookup(&self, effects: &Effects) -> Result<(), Denied> {
        assert_eq!(self.guard.device_id().map(machineid_guard::DeviceId::as_str), Some("inner"));
        effects_of_a_call(effects)
    }
}

#[guarded_tool]
fn effects_of_a_call(effects: &Effects) -> Result<(), Denied> {
    read_order(effects)
}

#[test]
fn a_guard_given_to_the_attribute_is_asked_for_that_function_only() -> TestResult {
    let authority = authority()?;
    let [outer, inner] = guards(&authority)?;
    let server = ToolServer { guard: inner };
    let effects = Effects::default();
    outer.enter(|| server.lookup(&effects))?;
    let devices: Vec<_> = authority.requests().iter().map(|r| r.device_id().map(str::to_owned)).collect();
    let expected = ["inner", "inner", "outer", "outer", "outer"].map(|device| Some(device.to_owned()));
    assert_eq!(devices, expected, "the functions that it calls ask the guard around the call");
    assert_eq!(effects.count(), 1);
    Ok(())
}

#[test]
fn a_call_inside_a_call_is_asked_for_itself() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    let log = LogCapture::on_this_thread();
    let effects = Effects::default();
    guard.enter(|| effects_of_a_call(&effects))?;
    assert_eq!(authority.requests().len(), 3, "one register, and a validate for each of the two boundaries");
    assert!(log.lines().iter().all(|line| line.field("code").is_none()), "a yes is not logged as a denial");
    Ok(())
}
