//! `machineid drill`, run as an operator runs it, on agents in processes of their own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod agent;
#[path = "../operator/child.rs"]
mod child;
mod endings;
#[allow(dead_code)]
#[path = "../operator/organisation.rs"]
mod organisation;
mod refused;
mod scene;
mod switch;
mod told;
mod trails;
mod verdicts;
