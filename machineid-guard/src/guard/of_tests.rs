//! The guard of a test binary that says where it comes from: `local::in_tests!`.

use std::sync::OnceLock;

use crate::guard::Guard;
use crate::setting::ConfigError;

static OF_TESTS: OnceLock<Guard> = OnceLock::new();

/// How a test binary builds its guard. Entered by a macro that comes to nothing outside of tests.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct ForTests(fn() -> Result<Guard, ConfigError>);

inventory::collect!(ForTests);

impl ForTests {
    pub const fn new(build: fn() -> Result<Guard, ConfigError>) -> Self {
        Self(build)
    }
}

impl Guard {
    /// `None` where the program does not say that it is a test.
    pub(super) fn of_tests() -> Option<Result<Self, ConfigError>> {
        if let Some(built) = OF_TESTS.get() {
            return Some(Ok(built.clone()));
        }
        let ForTests(build) = inventory::iter::<ForTests>.into_iter().next()?;
        // Of two that are built at once one stays: a guard is never taken away.
        Some(build().map(|guard| OF_TESTS.get_or_init(|| guard).clone()))
    }
}
