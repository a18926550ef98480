//! What does not compile, and in which words; and what does compile, in every edition.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod adapters;
mod dependencies;
mod editions;
mod mistakes;
mod two_versions;
