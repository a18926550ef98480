//! Guarded tools behind a real client, over an in-process duplex.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attribute_order;
mod conversation;
mod every_entrance;
mod gated_server;
mod library;
mod support_desk;

type TestResult = Result<(), Box<dyn std::error::Error>>;
