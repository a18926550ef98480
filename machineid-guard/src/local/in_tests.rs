//! The authority of a test binary whose code under test knows of none.

use std::io;
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::guard::Guard;
use crate::setting::{ConfigError, Problem};

use super::{LocalAuthority, Plan};

static OF_TESTS: OnceLock<LocalAuthority> = OnceLock::new();
static STARTING: Mutex<()> = Mutex::new(());

impl LocalAuthority {
    /// The authority that [`in_tests!`](super::in_tests) has asked, started with the first call; with the plan for 1,000
    /// devices. All tests of the binary share it: one that revokes a device stops the others' too.
    ///
    /// # Errors
    /// Where the system gives no thread or no port.
    pub fn of_tests() -> io::Result<&'static Self> {
        let _one = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(started) = OF_TESTS.get() {
            return Ok(started);
        }
        let started = Self::builder().plan(Plan::Max).start()?;
        Ok(OF_TESTS.get_or_init(|| started))
    }
}

/// For [`in_tests!`](super::in_tests).
#[doc(hidden)]
pub fn guard_of_tests() -> Result<Guard, ConfigError> {
    let none = |error: io::Error| ConfigError::new("in_tests!()", Problem::System(error.kind()));
    LocalAuthority::of_tests().map_err(none)?.guard().build()
}

/// Has a codebase's own tests pass after its tools were guarded: in a test binary that has this line, a boundary that
/// no [`scope`](crate::Guard::scope), [`enter`](crate::Guard::enter) or [installed](crate::Guard::install) guard is in
/// force for asks [an authority of this process](LocalAuthority::of_tests), which registers every device and allows it.
///
/// Once, anywhere in the crate: in `lib.rs` or `main.rs` for the unit tests, in `tests/*.rs` for each of these. It needs
/// the feature `local` under `[dev-dependencies]` and `#[cfg(test)]` in front of it in a file that is not a test's. Code
/// that is built for anything but tests takes nothing from it.
///
/// ```
/// #[cfg(test)]
/// machineid_guard::local::in_tests!();
/// ```
#[macro_export]
macro_rules! __in_tests {
    () => {
        #[cfg(test)]
        const _: () = {
            $crate::__private::inventory::submit! {
                $crate::__private::ForTests::new($crate::local::guard_of_tests)
            }
        };
    };
}
