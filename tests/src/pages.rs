//! What the pages of the documentation show in Rust compiles, and runs where it can run without an account.

/// docs/deploy.md
#[cfg(doctest)]
#[doc = include_str!("../../docs/deploy.md")]
pub struct Deploy;
