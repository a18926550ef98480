//! Who called a function that returns a future.

use crate::guard::Guard;
use crate::setting::ConfigError;

/// The guard that is in force where a function is called, kept for a question that is asked later: the future
/// that the function returns may be polled by somebody who is in another scope, or in none.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "the question has to be asked for this caller"]
pub struct Caller(Result<Guard, ConfigError>);

impl Caller {
    /// The caller of the function that this stands in.
    pub fn here() -> Self {
        Self(Guard::in_force())
    }

    pub(super) fn guard(self) -> Result<Guard, ConfigError> {
        self.0
    }
}
