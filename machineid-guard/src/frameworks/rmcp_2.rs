//! Model Context Protocol servers on `rmcp` 2.
//!
//! ```
//! use machineid_guard::frameworks::{Gate, rmcp_2::{GatedServer, in_band}};
//! # use rmcp_2 as rmcp; // in a program of its own it is called `rmcp`
//! use rmcp::{ErrorData, ServerHandler, ServiceExt, model::CallToolResult};
//!
//! // At the crate's root, where tools return this and have attributes.
//! machineid_guard::denials! {
//!     -> Result<CallToolResult, ErrorData> => in_band,
//! }
//!
//! # #[derive(Clone)]
//! # struct SupportDesk;
//! # impl ServerHandler for SupportDesk {}
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! # let (transport, _) = tokio::io::duplex(64);
//! // Or no attributes, and the whole server behind a gate.
//! let gate = Gate::new().surfaces(|entrance| (entrance == "refund").then_some("payments"));
//! GatedServer::new(SupportDesk, &gate).serve(transport).await?.waiting().await?;
//! # Ok(())
//! # }
//! # fn main() {}
//! ```
//!
#![doc = include_str!("rmcp/before_3/returns.md")]
#![doc = include_str!("rmcp/entrances.md")]

use ::rmcp_2 as rmcp;
use rmcp::model::{ContentBlock as Block, Meta};

#[path = "rmcp/before_3/contents.rs"]
mod contents;
#[path = "rmcp/denial.rs"]
mod denial;
#[path = "rmcp/before_3/gated_server.rs"]
mod gated_server;

pub use super::mcp::DENIED_META;
pub use denial::{DENIED, in_band};
pub use gated_server::GatedServer;
