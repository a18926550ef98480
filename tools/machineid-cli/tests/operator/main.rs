//! `machineid`, run as an operator runs it, against an authority in this process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod agent;
mod asking;
mod changing;
mod checking;
mod child;
mod document;
mod endings;
mod hostile;
mod listing;
mod no_authority;
mod organisation;
#[cfg(target_os = "linux")]
mod terminal;
mod watching;
