//! `cargo machineid fix`, run as a user runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod forms;
mod frameworks;
mod manifest;
mod on_published;
mod patches;
#[path = "../published/mod.rs"]
mod published;
mod returns;
mod stub;
#[path = "../workspace/mod.rs"]
mod workspace;
mod writing;
