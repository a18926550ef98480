//! Many callers at once: who shares an answer, what a revoke is worth, and what overload does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

mod overload;
mod places;
mod revoke;
mod sealed;
mod work;

type TestResult = Result<(), Box<dyn std::error::Error>>;
