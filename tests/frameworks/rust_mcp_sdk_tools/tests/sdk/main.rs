//! Servers behind the transport that their HTTP server uses, spoken to in the bytes of the protocol.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attributes;
mod conversation;
mod gated_handler;

type TestResult = Result<(), Box<dyn std::error::Error>>;
