//! Runs a guarded call twice: once where the authority says yes, once where it says no.

use std::cell::Cell;
use std::fmt::{Debug, Display};
use std::future::Future;
use std::time::Duration;

use machineid_guard::Guard;
use machineid_guard::local::{Endpoint, LocalAuthority, Plan};

/// The code with which a [`Trial`] denies.
pub(crate) const DENIAL: &str = "ORG_DISABLED";

thread_local! {
    // Per thread, as each test has one; a guarded call runs on the thread of its caller.
    static EFFECTS: Cell<usize> = const { Cell::new(0) };
}

/// What the bodies of the cases do.
pub(crate) fn effect() {
    EFFECTS.set(EFFECTS.get() + 1);
}

/// How often it was done on this thread since the last [`forget_effects`].
pub(crate) fn effects() -> usize {
    EFFECTS.get()
}

pub(crate) fn forget_effects() {
    EFFECTS.set(0);
}

/// An authority, and a guard that asks it.
#[derive(Debug)]
pub(crate) struct Trial {
    pub(crate) authority: LocalAuthority,
    pub(crate) guard: Guard,
}

impl Trial {
    pub(crate) fn new() -> Self {
        // A plan with room for every surface of the cases.
        let authority = LocalAuthority::builder().plan(Plan::Pro).start().expect("a loopback port");
        // Patient, so that a busy machine is not taken for a slow authority.
        let guard = authority.guard().timeout(Duration::from_secs(10)).build().expect("a complete configuration");
        forget_effects();
        Self { authority, guard }
    }

    /// An authority that says no to everyone.
    pub(crate) fn denying() -> Self {
        let trial = Self::new();
        trial.authority.disable_org();
        trial
    }

    /// Runs a sync call with the guard in force.
    pub(crate) fn call<R>(&self, call: impl FnOnce() -> R) -> R {
        self.guard.enter(call)
    }

    /// Runs a future with the guard in force.
    pub(crate) fn run<F: Future>(&self, future: F) -> F::Output {
        block_on(self.guard.scope(future))
    }

    /// How often the authority was asked to validate.
    pub(crate) fn validates(&self) -> usize {
        self.authority.requests().iter().filter(|request| request.endpoint() == Endpoint::Validate).count()
    }
}

/// Runs a future to its end; one that does not end in a minute fails the test instead of hanging it.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let in_time = async { tokio::time::timeout(Duration::from_mins(1), future).await };
    runtime.block_on(in_time).expect("it ends within a minute")
}

/// A sync call: allowed, its body runs once and the result is unchanged; denied, it does not run.
#[track_caller]
pub(crate) fn assert_guarded<T: PartialEq + Debug, E: Display>(expected: T, mut call: impl FnMut() -> Result<T, E>) {
    assert_asks(1, expected, |trial| trial.call(&mut call));
}

/// The same of an async call.
#[track_caller]
pub(crate) fn assert_guarded_async<T: PartialEq + Debug, E: Display>(
    expected: T,
    mut call: impl AsyncFnMut() -> Result<T, E>,
) {
    assert_asks(1, expected, |trial| trial.run(call()));
}

/// The same of a call that passes `asks` boundaries where it is allowed.
#[track_caller]
pub(crate) fn assert_asks<T: PartialEq + Debug, E: Display>(
    asks: usize,
    expected: T,
    mut call: impl FnMut(&Trial) -> Result<T, E>,
) {
    let trial = Trial::new();
    match call(&trial) {
        Ok(result) => assert_eq!(result, expected),
        Err(error) => panic!("allowed, and yet: {error}"),
    }
    assert_eq!(effects(), 1, "allowed: the body runs once");
    assert_eq!(trial.validates(), asks, "allowed: boundaries that asked");

    trial.authority.disable_org();
    trial.authority.clear_requests();
    forget_effects();
    match call(&trial) {
        Ok(result) => panic!("denied, and yet: {result:?}"),
        Err(error) => assert!(error.to_string().contains(DENIAL), "{error}"),
    }
    assert_eq!(effects(), 0, "denied: the body does not run");
    assert_eq!(trial.validates(), 1, "denied: the first boundary is the last");
}
