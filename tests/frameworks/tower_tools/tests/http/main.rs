//! The tool server, asked over real connections.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod gated_router;
mod late_body;
mod names;
mod raw;
mod served;
mod warehouse;

type TestResult = Result<(), Box<dyn std::error::Error>>;
