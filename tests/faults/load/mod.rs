//! Many callers at once.

pub mod overload;
pub mod places;
pub mod revoke;
