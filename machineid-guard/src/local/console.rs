//! What can go wrong at the operator's console.

use thiserror::Error;

/// Why an operator's order to the local authority could not be carried out. Nothing was changed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConsoleError {
    /// The device was never registered, or was removed.
    #[error("no device {device_id:?} is registered with the local authority")]
    UnknownDevice {
        /// The id that was named.
        device_id: String,
    },
    /// The plan has no free slot for a device that is to be restored.
    #[error("cannot restore {device_id:?}: all {limit} devices of the plan are in use")]
    DeviceLimitReached {
        /// The id that was named.
        device_id: String,
        /// How many active devices the plan allows.
        limit: usize,
    },
}
