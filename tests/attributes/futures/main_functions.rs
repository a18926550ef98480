//! `#[tokio::main]` and `#[tokio::test]`: above the attribute the function is sync when it is guarded,
//! below it is async. Nothing may block a runtime from within.

use machineid_guard::local::LocalAuthority;
use machineid_guard::{Denied, Guard, guarded_tool};

use crate::trial::{Trial, assert_guarded, effect, effects, forget_effects};

#[tokio::main]
#[guarded_tool]
async fn main_above() -> Result<u8, Denied> {
    effect();
    tokio::task::yield_now().await;
    Ok(7)
}

#[guarded_tool]
#[tokio::main(flavor = "current_thread")]
async fn main_below() -> Result<u8, Denied> {
    effect();
    tokio::task::yield_now().await;
    Ok(7)
}

#[guarded_tool]
#[tokio::main]
async fn main_below_on_threads() -> Result<u8, Denied> {
    effect();
    tokio::task::yield_now().await;
    Ok(7)
}

#[test]
fn tokio_main_in_both_orders() {
    assert_guarded(7, main_above);
    assert_guarded(7, main_below);
    assert_guarded(7, main_below_on_threads);
}

thread_local! {
    /// The denying trial's guard; where there is none, the test harness is the caller.
    static DENYING: std::cell::RefCell<Option<Guard>> = const { std::cell::RefCell::new(None) };
}

fn guard() -> Guard {
    static ALLOWING: std::sync::OnceLock<(LocalAuthority, Guard)> = std::sync::OnceLock::new();
    DENYING.with_borrow(Clone::clone).unwrap_or_else(|| {
        let allowing = ALLOWING.get_or_init(|| {
            let Trial { authority, guard } = Trial::new();
            (authority, guard)
        });
        allowing.1.clone()
    })
}

#[tokio::test]
#[guarded_tool(guard = guard())]
async fn test_above() -> Result<(), Denied> {
    effect();
    Ok(())
}

#[guarded_tool(guard = guard())]
#[tokio::test]
async fn test_below() -> Result<(), Denied> {
    effect();
    Ok(())
}

#[test]
#[guarded_tool(guard = guard())]
fn sync_test_below() -> Result<(), Denied> {
    effect();
    Ok(())
}

#[guarded_tool(guard = guard())]
#[test]
fn sync_test_above() -> Result<(), Denied> {
    effect();
    Ok(())
}

#[serial_test::serial(boundaries)]
#[guarded_tool(guard = guard())]
#[test]
fn serial_above() -> Result<(), Denied> {
    effect();
    Ok(())
}

#[guarded_tool(guard = guard())]
#[serial_test::serial(boundaries)]
#[test]
fn serial_below() -> Result<(), Denied> {
    effect();
    Ok(())
}

#[guarded_tool(guard = guard())]
#[serial_test::serial(boundaries)]
#[tokio::test]
async fn serial_async() -> Result<(), Denied> {
    effect();
    Ok(())
}

/// The harness runs each of them where it is allowed; here they are denied.
#[test]
fn tests_that_are_denied_fail() {
    let trial = Trial::denying();
    DENYING.set(Some(trial.guard.clone()));
    let tests: [fn() -> Result<(), Denied>; 7] =
        [test_above, test_below, sync_test_above, sync_test_below, serial_above, serial_below, serial_async];
    for test in tests {
        assert!(test().is_err());
        assert_eq!(effects(), 0);
    }
    DENYING.set(None);
    for (runs, test) in (1..).zip(tests) {
        assert!(test().is_ok());
        assert_eq!(effects(), runs);
    }
    forget_effects();
}
