//! Model Context Protocol servers on `rust-mcp-sdk` 1.
//!
//! [`GatedHandler`] asks before every request that acts, whichever of the two traits the handler inside is written for:
//!
//! ```
//! use std::sync::Arc;
//! use machineid_guard::frameworks::{Gate, rust_mcp_sdk_1::GatedHandler};
//! # use rust_mcp_sdk_1 as rust_mcp_sdk; // in a program of its own it has its own name
//! use rust_mcp_sdk::mcp_server::{McpServerHandler, ServerHandler, ToMcpServerHandler};
//!
//! # struct SupportDesk;
//! # impl ServerHandler for SupportDesk {}
//! # fn handler() -> Arc<dyn McpServerHandler> {
//! let gate = Gate::new().surfaces(|entrance| (entrance == "refund").then_some("payments"));
//! // What `McpServerOptions` and `hyper_server::create_server` take as the handler:
//! Arc::new(GatedHandler::new(SupportDesk.to_mcp_server_handler(), &gate))
//! # }
//! ```
//!
#![doc = include_str!("rust_mcp_sdk/entrances.md")]

use ::rust_mcp_sdk_1 as rust_mcp_sdk;

#[path = "rust_mcp_sdk/gated_handler.rs"]
mod gated_handler;

pub use super::mcp::DENIED_META;
pub use gated_handler::{DENIED, GatedHandler};
