//! Whatever state the caller's process is in, a boundary is decided: no runtime, any runtime, a blocked one,
//! a clock that stands still, a hook that is slow, a full disk, a fork.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod agent;
mod audit;
mod executors;
mod forked;
mod sync_inside_async;
mod trail;

type TestResult = Result<(), Box<dyn std::error::Error>>;
