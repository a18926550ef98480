//! Attributes that may skip or repeat a body, from the crates that users have, above and below ours.
//!
//! `docs/wrappers.md` is the table of what came out. Where an order is an error of ours, the real macro is
//! imported under another name, which ours cannot see: so each error has the reason for it beside it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::unused_async, reason = "what the macros make of an async function is the case")]

mod memoizers;
mod others;
mod retries;
mod trial;
