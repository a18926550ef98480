//! Who called a function that returns a future.

use crate::guard::Guard;
use crate::setting::{ConfigError, Problem};

/// The guard that is in force where a function is called, kept for a question that is asked later: the future
/// that the function returns may be polled by somebody who is in another scope, or in none.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "the question has to be asked for this caller"]
pub struct Caller(Called);

#[derive(Debug)]
enum Called {
    InScope(Guard),
    Outside(Result<Guard, ConfigError>),
}

impl Caller {
    /// The caller of the function that this stands in.
    pub fn here() -> Self {
        Self(match Guard::of_scope() {
            Some(guard) => Called::InScope(guard),
            None => Called::Outside(Guard::in_force()),
        })
    }

    /// The guard to ask, now that the future is polled. One that was called outside of scopes and is awaited in
    /// one asks neither guard: that of the scope is not its caller's, and to ask the caller's behind the back of
    /// the scope would let work go on that a stop of the scope's device was to end.
    pub(super) fn guard(self) -> Result<Guard, ConfigError> {
        match (self.0, Guard::of_scope()) {
            (Called::InScope(guard), _) => Ok(guard),
            (Called::Outside(Ok(guard)), Some(scope)) if guard.is(&scope) => Ok(guard),
            (Called::Outside(_), Some(_)) => Err(ConfigError::new("the call", Problem::CalledOutsideScope)),
            (Called::Outside(guard), None) => guard,
        }
    }
}
