//! `cargo machineid fix`, run as a user runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod forms;
mod frameworks;
mod on_published;
#[path = "../published/mod.rs"]
mod published;
mod stub;
#[path = "../workspace/mod.rs"]
mod workspace;
mod writing;
