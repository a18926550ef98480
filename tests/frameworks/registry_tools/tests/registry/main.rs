//! Guarded trait objects, called through their registry.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod assistant;
