//! A server on rmcp 0.14, behind its own client, over an in-process duplex.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// The macros of rmcp name it by this name.
extern crate rmcp_0_14 as rmcp;

use machineid_guard::frameworks::rmcp_0_14 as adapter;
use rmcp::model::Content as Block;

/// It takes every request about a task for one of the server's own, so that `tasks/cancel` is asked for too.
const KNOWS_TASKS: bool = false;

machineid_guard::denials! {
    -> Result<rmcp::model::CallToolResult, rmcp::ErrorData> => adapter::in_band,
}

#[path = "any/mod.rs"]
mod any;
