//! A server on rmcp 2, behind its own client, over an in-process duplex.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// The macros of rmcp name it by this name.
extern crate rmcp_2 as rmcp;

use machineid_guard::frameworks::rmcp_2 as adapter;
use rmcp::model::ContentBlock as Block;

const KNOWS_TASKS: bool = true;

machineid_guard::denials! {
    -> Result<rmcp::model::CallToolResult, rmcp::ErrorData> => adapter::in_band,
}

#[path = "any/mod.rs"]
mod any;

#[path = "any/bare_result.rs"]
mod bare_result;
