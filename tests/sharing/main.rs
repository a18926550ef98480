//! Many callers at once: who shares an answer. What load and a revoke under load do is in `faults`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

mod sealed;
mod work;

type TestResult = Result<(), Box<dyn std::error::Error>>;
