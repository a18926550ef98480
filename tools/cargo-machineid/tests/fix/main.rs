//! `cargo machineid fix`, run as a user runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod forms;
mod frameworks;
mod stub;
#[path = "../workspace/mod.rs"]
mod workspace;
mod writing;
