//! Guarded tools behind a real client, over an in-process duplex.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod conversation;
mod support_desk;

type TestResult = Result<(), Box<dyn std::error::Error>>;
