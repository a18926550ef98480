//! `cargo machineid fix`, run as a user runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../corpus/fetched.rs"]
mod fetched;
mod forms;
mod frameworks;
mod published;
mod stub;
#[path = "../workspace/mod.rs"]
mod workspace;
mod writing;
