//! What holds for a whole process, each case in a process of its own: guards from the environment, the
//! installed guard, and the examples as a user runs them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod environment;
mod examples;
mod installed;
#[cfg(target_os = "linux")]
mod key_file;
mod panicking_hook;
mod process;

type TestResult = Result<(), Box<dyn std::error::Error>>;
