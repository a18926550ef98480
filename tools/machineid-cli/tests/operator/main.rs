//! `machineid`, run as an operator runs it, against an authority in this process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod listing;
mod organisation;
