//! What can go wrong in the workshop.

use machineid_guard::Denied;

/// An error of one of its tools.
#[derive(Debug, thiserror::Error)]
pub enum WorkshopError {
    /// There is no such part.
    #[error("there is no part {0:?}")]
    NoSuchPart(String),
    /// More than anybody would order.
    #[error("{0} is too many")]
    TooMany(u32),
    /// The archive cannot be written.
    #[error("the archive cannot be written: {0}")]
    Archive(#[from] std::io::Error),
    /// The boundary said no.
    #[error("{0}")]
    Denied(#[from] Denied),
}
