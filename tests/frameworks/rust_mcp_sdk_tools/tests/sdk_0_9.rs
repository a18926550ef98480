//! A server on rust-mcp-sdk 0.9.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// The macros of the SDK name it by this name.
extern crate rust_mcp_sdk_0_9 as rust_mcp_sdk;

use machineid_guard::frameworks::rust_mcp_sdk_0_9 as adapter;

#[path = "any/mod.rs"]
mod any;
