//! Model Context Protocol servers on `rmcp` 3.
//!
//! ```
//! use machineid_guard::frameworks::{Gate, rmcp_3::GatedServer};
//! # use rmcp_3 as rmcp; // in a program of its own it is called `rmcp`
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
//! | `Result<_, YourError>` with `impl IntoCallToolResult for YourError` | `impl From<Denied> for YourError` |
//! | `Result<CallToolResult, ErrorData>` | [`in_band`], in a line of [`denials!`](crate::denials), as below |
//! | `Result<Json<_>, ErrorData>` | a [`GatedServer`] around the server, or an error of your own |
//!
//! ```
//! use machineid_guard::frameworks::rmcp_3::in_band;
//! # use rmcp_3 as rmcp;
//! use rmcp::{ErrorData, model::CallToolResult};
//!
//! machineid_guard::denials! {
//!     -> Result<CallToolResult, ErrorData> => in_band,
//! }
//! # fn main() {}
//! ```
//!
#![doc = include_str!("rmcp/entrances.md")]

use ::rmcp_3 as rmcp;
use rmcp::ErrorData;
use rmcp::handler::server::tool::IntoCallToolResult;
use rmcp::model::{CallToolResponse, CallToolResult, ContentBlock as Block, MetaObject as Meta};

use crate::denied::{Denied, FromDenied};

#[path = "rmcp/denial.rs"]
mod denial;
mod gated_server;

pub use super::mcp::DENIED_META;
pub use denial::{DENIED, in_band};
pub use gated_server::GatedServer;

/// For tools that return `Result<_, Denied>`: a result that the model reads.
impl IntoCallToolResult for Denied {
    fn into_call_tool_result(self) -> Result<CallToolResponse, ErrorData> {
        Ok(CallToolResult::from_denied(self).into())
    }
}
