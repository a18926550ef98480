//! Everything that `main` has to do, in one call.

use std::fmt;
use std::io;

use crate::denied::Denied;
use crate::guard::{AlreadyInstalled, Guard, GuardBuilder, StartupReport};
use crate::setting::ConfigError;

/// Why the process has no guard to take work with. Do not take work then.
///
/// It reads the same by `{}` and by `{:?}`, since that is how an error of `main` is shown. It becomes a `String`, an
/// [`io::Error`], and every error that takes any ([`Box<dyn Error>`](std::error::Error), anyhow's) by `?`.
#[derive(Clone)]
pub struct StartError(Cause);

#[derive(Clone)]
enum Cause {
    Configuration(ConfigError),
    Denied(Denied),
    Installed(AlreadyInstalled),
}

impl StartError {
    /// The denial, where the authority was asked, or a surface has no device.
    #[must_use]
    pub fn denied(&self) -> Option<&Denied> {
        match &self.0 {
            Cause::Denied(denied) => Some(denied),
            Cause::Configuration(_) | Cause::Installed(_) => None,
        }
    }

    /// What is set wrong, where the guard could not be built.
    #[must_use]
    pub fn configuration(&self) -> Option<&ConfigError> {
        match &self.0 {
            Cause::Configuration(error) => Some(error),
            Cause::Denied(_) | Cause::Installed(_) => None,
        }
    }

    fn cause(&self) -> &(dyn std::error::Error + 'static) {
        match &self.0 {
            Cause::Configuration(error) => error,
            Cause::Denied(denied) => denied,
            Cause::Installed(error) => error,
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "machineid-guard could not start: {}", self.cause())
    }
}

impl fmt::Debug for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause().source()
    }
}

impl From<ConfigError> for StartError {
    fn from(error: ConfigError) -> Self {
        Self(Cause::Configuration(error))
    }
}

impl From<Denied> for StartError {
    fn from(denied: Denied) -> Self {
        Self(Cause::Denied(denied))
    }
}

impl From<AlreadyInstalled> for StartError {
    fn from(error: AlreadyInstalled) -> Self {
        Self(Cause::Installed(error))
    }
}

impl From<StartError> for String {
    fn from(error: StartError) -> Self {
        error.to_string()
    }
}

impl From<StartError> for io::Error {
    fn from(error: StartError) -> Self {
        Self::other(error)
    }
}

impl Guard {
    /// All that `main` has to do: [`from_env`](Self::from_env), [`startup`](Self::startup),
    /// [`install`](Self::install). Then every boundary of the process asks this guard.
    ///
    /// ```no_run
    /// #[tokio::main(flavor = "current_thread")]
    /// async fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     println!("{}", machineid_guard::Guard::start().await?);
    ///     // The process takes work from here on.
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`StartError`]. No guard is installed then, and every boundary denies, or builds a guard from the environment
    /// and asks.
    pub async fn start() -> Result<StartupReport, StartError> {
        GuardBuilder::from_env()?.start().await
    }

    /// [`start`](Self::start) for programs without an executor. Blocks this thread.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn start_blocking() -> Result<StartupReport, StartError> {
        GuardBuilder::from_env()?.start_blocking()
    }
}

impl GuardBuilder {
    /// [`build`](Self::build), [`startup`](Guard::startup) and [`install`](Guard::install) in one, for a `main` that
    /// sets more than the environment does.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn start(self) -> Result<StartupReport, StartError> {
        let guard = self.build_first()?;
        let report = guard.startup().await?;
        guard.install()?;
        Ok(report)
    }

    /// [`start`](Self::start) for programs without an executor. Blocks this thread.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn start_blocking(self) -> Result<StartupReport, StartError> {
        let guard = self.build_first()?;
        let report = guard.startup_blocking()?;
        guard.install()?;
        Ok(report)
    }

    /// Builds the guard of the process, and asks nobody where there is one already.
    fn build_first(self) -> Result<Guard, StartError> {
        Guard::refuse_a_second()?;
        Ok(self.build()?)
    }
}
