//! Model Context Protocol servers on `rmcp` 2.
//!
//! ```
//! use machineid_guard::frameworks::{Gate, rmcp_2::GatedServer};
//! # use rmcp_2 as rmcp; // in a program of its own it is called `rmcp`
//! use rmcp::{ServerHandler, ServiceExt};
//!
//! # #[derive(Clone)]
//! # struct SupportDesk;
//! # impl ServerHandler for SupportDesk {}
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! # let (transport, _) = tokio::io::duplex(64);
//! let gate = Gate::new().surfaces(|entrance| (entrance == "refund").then_some("payments"));
//! GatedServer::new(SupportDesk, &gate).serve(transport).await?.waiting().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Attributes on the tools
//!
//! A denial has to be read by the model, and a model reads the *result* of a tool call, not the protocol's errors.
//!
//! | the tool returns | what the attribute needs |
//! |---|---|
//! | `CallToolResult`, `Result<_, String>`, `Result<_, Denied>` | nothing |
//! | `Result<_, YourError>` with `impl IntoContents for YourError` | `impl From<Denied> for YourError` |
//! | `Result<CallToolResult, ErrorData>` | [`in_band`], in a line of [`denials!`](crate::denials), as below |
//! | `Result<Json<_>, ErrorData>` | a [`GatedServer`] around the server, or an error of your own |
//!
//! ```
//! use machineid_guard::frameworks::rmcp_2::in_band;
//! # use rmcp_2 as rmcp;
//! use rmcp::{ErrorData, model::CallToolResult};
//!
//! machineid_guard::denials! {
//!     -> Result<CallToolResult, ErrorData> => in_band,
//! }
//! # fn main() {}
//! ```
//!
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
