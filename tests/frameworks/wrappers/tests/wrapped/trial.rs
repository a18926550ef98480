//! One call, allowed twice, revoked and restored; and what came of it.

use std::fmt::Display;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use machineid_guard::Guard;
use machineid_guard::local::{Endpoint, LocalAuthority};

/// How often the bodies of one case ran.
#[derive(Debug, Default)]
pub(crate) struct Effects(AtomicUsize);

impl Effects {
    pub(crate) const fn new() -> Self {
        Self(AtomicUsize::new(0))
    }

    pub(crate) fn another(&self) -> usize {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    pub(crate) fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// How a call came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A result, and the authority was asked that many times.
    Result { asked: usize },
    /// A denial.
    Denied,
    /// A result, and nobody was asked.
    Unasked,
}

/// The four calls of a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) first: Answer,
    pub(crate) again: Answer,
    pub(crate) revoked: Answer,
    pub(crate) restored: Answer,
}

impl Seen {
    /// The boundary holds: each call asks, and a revoke stops the next one until it is restored.
    pub(crate) const HOLDS: Self = Self::asks(1);

    pub(crate) const fn asks(first: usize) -> Self {
        Self {
            first: Answer::Result { asked: first },
            again: Answer::Result { asked: first },
            revoked: Answer::Denied,
            restored: Answer::Result { asked: first },
        }
    }

    /// Each call asks, and one that runs the body asks a second time.
    pub(crate) const BEFORE_THE_CACHE_AND_BEHIND_IT: Self = Self { first: Answer::Result { asked: 2 }, ..Self::HOLDS };

    /// The cache answers in place of the boundary.
    pub(crate) const CACHED_YES: Self =
        Self { again: Answer::Unasked, revoked: Answer::Unasked, restored: Answer::Unasked, ..Self::HOLDS };

    /// The boundary was lost on the way.
    pub(crate) const DROPPED: Self = Self { first: Answer::Unasked, ..Self::CACHED_YES };
}

/// An authority, and a guard that asks it.
pub(crate) struct Trial {
    pub(crate) authority: LocalAuthority,
    pub(crate) guard: Guard,
}

impl Trial {
    pub(crate) fn new() -> Self {
        let authority = LocalAuthority::start().expect("a loopback port");
        // Patient, so that a busy machine is not taken for a slow authority.
        let guard = authority.guard().timeout(Duration::from_secs(10)).build().expect("a complete configuration");
        Self { authority, guard }
    }

    pub(crate) fn revoke(&self) {
        self.authority.revoke(LocalAuthority::DEVICE_ID).expect("a device that has registered");
    }

    pub(crate) fn restore(&self) {
        self.authority.restore(LocalAuthority::DEVICE_ID).expect("a device that has registered");
    }

    pub(crate) fn validates(&self) -> usize {
        self.authority.requests().iter().filter(|request| request.endpoint() == Endpoint::Validate).count()
    }

    /// Registers the device, so that it can be revoked whatever the case under test does.
    fn known(self) -> Self {
        self.guard.enter(introduce).expect("allowed");
        self
    }

    async fn one<T, E: Display>(&self, call: &mut impl AsyncFnMut() -> Result<T, E>) -> Answer {
        self.authority.clear_requests();
        match self.guard.scope(call()).await {
            Err(error) => {
                assert!(error.to_string().contains("DEVICE_REVOKED"), "{error}");
                Answer::Denied
            }
            Ok(_) if self.validates() == 0 => Answer::Unasked,
            Ok(_) => Answer::Result { asked: self.validates() },
        }
    }
}

#[machineid_guard::guarded_tool]
fn introduce() -> Result<(), machineid_guard::Denied> {
    Ok(())
}

/// Allowed, allowed with a warm cache, revoked, restored.
pub(crate) async fn seen<T, E: Display>(mut call: impl AsyncFnMut() -> Result<T, E>) -> Seen {
    let trial = Trial::new().known();
    let (first, again) = (trial.one(&mut call).await, trial.one(&mut call).await);
    trial.revoke();
    let revoked = trial.one(&mut call).await;
    trial.restore();
    Seen { first, again, revoked, restored: trial.one(&mut call).await }
}

/// The first call is denied, the second one is not.
pub(crate) async fn seen_after_a_denial<T, E: Display>(mut call: impl AsyncFnMut() -> Result<T, E>) -> [Answer; 2] {
    let trial = Trial::new().known();
    trial.revoke();
    let denied = trial.one(&mut call).await;
    trial.restore();
    [denied, trial.one(&mut call).await]
}
