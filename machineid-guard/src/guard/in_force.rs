//! Which guard a boundary asks: scoped, installed, or built from the environment.

use std::future::Future;
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::guard::Guard;
use crate::setting::ConfigError;

tokio::task_local! {
    static SCOPED: Guard;
}

static INSTALLED: OnceLock<Guard> = OnceLock::new();
static FROM_ENVIRONMENT: Mutex<Option<Guard>> = Mutex::new(None);

/// A guard was installed before, and stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a guard is installed in this process already; install one, early in `main`, and use `scope` or `enter` for others"
)]
pub struct AlreadyInstalled;

impl Guard {
    /// Makes this the guard of the whole process, for every boundary that no
    /// [`scope`](Self::scope) or [`enter`](Self::enter) encloses.
    ///
    /// # Errors
    /// [`AlreadyInstalled`] when there is one: a guard cannot be taken away or replaced.
    pub fn install(self) -> Result<(), AlreadyInstalled> {
        INSTALLED.set(self).map_err(|_| AlreadyInstalled)
    }

    /// Runs a future with this guard in force. Works on every executor.
    ///
    /// A task that the future spawns is not inside: give it a scope of its own. A guarded function that returns
    /// a future asks the guard in force where it is called, so its call belongs inside: `async { call().await }`.
    pub fn scope<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        SCOPED.scope(self.clone(), future)
    }

    /// Runs a closure with this guard in force, on this thread.
    pub fn enter<R>(&self, closure: impl FnOnce() -> R) -> R {
        SCOPED.sync_scope(self.clone(), closure)
    }

    /// The guard in force here.
    pub(super) fn in_force() -> Result<Self, ConfigError> {
        if let Ok(scoped) = SCOPED.try_with(Self::clone) {
            return Ok(scoped);
        }
        match INSTALLED.get() {
            Some(installed) => Ok(installed.clone()),
            None => Self::of_environment(),
        }
    }

    /// Built once. A failure is not remembered: the next call reads the environment again.
    fn of_environment() -> Result<Self, ConfigError> {
        let mut built = FROM_ENVIRONMENT.lock().unwrap_or_else(PoisonError::into_inner);
        match &*built {
            Some(guard) => Ok(guard.clone()),
            None => Ok(built.insert(Self::from_env()?).clone()),
        }
    }
}
