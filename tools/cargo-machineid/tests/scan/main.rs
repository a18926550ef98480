//! `cargo machineid scan`, run as a user runs it. It builds nothing, so the packages of these tests need no dependency.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod bad_input;
mod forms;
mod frameworks;
mod gates;
mod guards;
#[path = "../workspace/mod.rs"]
mod workspace;
