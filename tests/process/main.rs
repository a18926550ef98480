//! What is told of a decision is whole, and decides nothing: a hook that is slow, a full disk. What else can happen
//! to the caller's process is in `faults`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod agent;
mod audit;
mod trail;

type TestResult = Result<(), Box<dyn std::error::Error>>;
