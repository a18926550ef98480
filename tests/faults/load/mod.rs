//! Many callers at once.

pub mod overload;
pub mod revoke;
