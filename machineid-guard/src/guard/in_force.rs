//! Which guard a boundary asks: scoped, installed, or built from the environment.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Mutex, OnceLock, TryLockError};
use std::time::{Duration, Instant};

use tokio::task;

use crate::guard::Guard;
use crate::setting::{ConfigError, Problem};

tokio::task_local! {
    static SCOPED: Scoped;
}

static INSTALLED: OnceLock<Guard> = OnceLock::new();
static FROM_ENVIRONMENT: OnceLock<Guard> = OnceLock::new();
static BUILDING: Mutex<()> = Mutex::new(());

/// How long a first call waits for another one that reads the environment. That takes microseconds; in a
/// child that was forked meanwhile it never ends.
const PATIENCE: Duration = Duration::from_secs(2);

/// A guard and the task that it is in force for.
struct Scoped {
    guard: Guard,
    task: Option<task::Id>,
}

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

    /// For who installs one, but has questions to ask before.
    pub(super) fn refuse_a_second() -> Result<(), AlreadyInstalled> {
        INSTALLED.get().map_or(Ok(()), |_| Err(AlreadyInstalled))
    }

    /// Runs a future with this guard in force. Works on every executor.
    ///
    /// It holds for the task that awaits it, and for nothing that is only driven there:
    ///
    /// | what reaches a boundary | asks |
    /// |---|---|
    /// | the future itself, with all that it joins and selects | this guard |
    /// | a sync function that it calls; one in `block_in_place` | this guard |
    /// | a task that it spawns, also on a `LocalSet` or a runtime that is driven inside | the installed guard |
    /// | `spawn_blocking`, a thread | the installed guard |
    /// | a function that returns a boxed or opaque future (`#[async_trait]` makes such), called inside and awaited anywhere | this guard |
    /// | the same, called outside of scopes and awaited inside | nobody: denied, with the edit to make |
    /// | an `async fn` | the one in force where it is awaited |
    ///
    /// Where no guard is installed, one is built from the environment, and where that fails the call is
    /// denied. Give a spawned task a scope of its own: `tokio::spawn(guard.scope(future))`. And let the call of
    /// a function that returns a future stand inside: `guard.scope(async { tool.call().await })`.
    ///
    /// Tasks are told apart by tokio's task ids. An executor without them (`smol`, `futures`) whose tasks are
    /// driven inside a scope runs them in the scope: drive such an executor outside of scopes.
    pub fn scope<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        let guard = self.clone();
        async move {
            let mut future = pin!(future);
            poll_fn(move |cx| SCOPED.sync_scope(Scoped::here(&guard), || future.as_mut().poll(cx))).await
        }
    }

    /// Runs a closure with this guard in force, for this thread and the task that it is in. As with
    /// [`scope`](Self::scope), tasks that are only driven inside, by a `block_on` in the closure, are not
    /// in it.
    pub fn enter<R>(&self, closure: impl FnOnce() -> R) -> R {
        SCOPED.sync_scope(Scoped::here(self), closure)
    }

    /// The guard in force here.
    pub(super) fn in_force() -> Result<Self, ConfigError> {
        match (Self::of_scope(), INSTALLED.get()) {
            (Some(scoped), _) => Ok(scoped),
            (None, Some(installed)) => Ok(installed.clone()),
            #[cfg(feature = "local")]
            (None, None) => Self::of_tests().unwrap_or_else(Self::of_environment),
            #[cfg(not(feature = "local"))]
            (None, None) => Self::of_environment(),
        }
    }

    /// The guard of the scope that encloses this, where one does.
    pub(super) fn of_scope() -> Option<Self> {
        SCOPED.try_with(Scoped::guard_of_this_task).ok().flatten()
    }

    /// Built once. A failure is not remembered: the next call reads the environment again.
    fn of_environment() -> Result<Self, ConfigError> {
        let give_up = Instant::now() + PATIENCE;
        loop {
            if let Some(built) = FROM_ENVIRONMENT.get() {
                return Ok(built.clone());
            }
            // Not `lock`: a thread that a fork has left behind may hold it for ever.
            match BUILDING.try_lock() {
                Ok(_) | Err(TryLockError::Poisoned(_)) => {
                    if FROM_ENVIRONMENT.get().is_none() {
                        drop(FROM_ENVIRONMENT.set(Self::from_env()?));
                    }
                }
                Err(TryLockError::WouldBlock) if Instant::now() >= give_up => {
                    let busy = Problem::System(std::io::ErrorKind::WouldBlock);
                    return Err(ConfigError::new("the guard from the environment", busy));
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
            }
        }
    }
}

impl Scoped {
    fn here(guard: &Guard) -> Self {
        Self { guard: guard.clone(), task: task::try_id() }
    }

    /// A task that is driven inside of somebody else's scope is not in it.
    fn guard_of_this_task(&self) -> Option<Guard> {
        (self.task == task::try_id()).then(|| self.guard.clone())
    }
}
