//! Model Context Protocol servers on `rust-mcp-sdk` 0.9.
//!
//! [`GatedHandler`] asks before every request that acts, whichever of the two traits the handler inside is written for:
//!
//! ```
//! use std::sync::Arc;
//! use machineid_guard::frameworks::{Gate, rust_mcp_sdk_0_9::GatedHandler};
//! # use rust_mcp_sdk_0_9 as rust_mcp_sdk; // in a program of its own it has its own name
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
//! | request | boundary |
//! |---|---|
//! | `tools/call` | the tool's name; a denial is a result with `isError: true`, which the model reads |
//! | `prompts/get` | `prompts/get greeting` |
//! | `resources/read`, `resources/subscribe` | `resources/read file:///orders` |
//! | `completion/complete` | `completion/complete greeting`: the prompt's name, or the resource's URI |
//! | `tasks/get`, `tasks/list`, `tasks/result`, and every other request that is not in the next row | its method |
//! | `initialize`, `ping`, `logging/setLevel`, `resources/unsubscribe`, `tasks/cancel`, and those that list tools, prompts, resources and resource templates | none: they say what there is, or stop something |
//!
//! Except for tools, a denial is a protocol error of code [`DENIED`]. Notifications have no answer and are handed on
//! unasked. The yes is for the request: a task that goes on in the background is guarded where it works.
//!
//! # Attributes on the functions
//!
//! A denial needs nothing in a `Result<_, CallToolError>`, in a `CallToolResult`, and in the `Result<_, RpcError>` of the
//! handler's other functions.

use std::fmt;
use std::sync::Arc;

use ::rust_mcp_sdk_0_9 as rust_mcp_sdk;
use async_trait::async_trait;
use rust_mcp_sdk::McpServer;
use rust_mcp_sdk::error::SdkResult;
use rust_mcp_sdk::mcp_server::McpServerHandler;
use rust_mcp_sdk::schema::schema_utils::{
    CallToolError, ClientJsonrpcNotification, ClientJsonrpcRequest, ResultFromServer,
};
use rust_mcp_sdk::schema::{CallToolResult, CompleteRequestRef, ContentBlock, RpcError};

use super::mcp::{self, Entrance};
use crate::denied::{Denied, FromDenied};
use crate::frameworks::Gate;

pub use super::mcp::DENIED_META;

/// The JSON-RPC code of a denial that had to become a protocol error, from the range that is free for servers.
#[allow(clippy::cast_lossless, reason = "`i64::from` is no constant function yet")]
pub const DENIED: i64 = mcp::DENIED as i64;

/// A result that the model reads: not a success, and not to be tried again.
///
/// The text is [`Denied::agent_message`]; the code, the request id and the rest stand in `_meta`.
impl FromDenied for CallToolResult {
    fn from_denied(denied: Denied) -> Self {
        refusal(denied.into())
    }
}

/// What the model reads is [`Denied::agent_message`].
impl From<Denied> for CallToolError {
    fn from(denied: Denied) -> Self {
        Self::from_message(denied.agent_message())
    }
}

/// A protocol error of code [`DENIED`].
impl From<Denied> for RpcError {
    fn from(denied: Denied) -> Self {
        Self { code: DENIED, message: denied.agent_message(), data: serde_json::to_value(&denied).ok() }
    }
}

/// A handler that asks before it acts on a request, whatever the handler inside of it does with the request. The
/// [module](self) says what each request is asked for.
///
/// A handler that is gated here and has attributes as well asks twice.
#[derive(Clone)]
pub struct GatedHandler {
    handler: Arc<dyn McpServerHandler>,
    gate: Gate,
}

impl GatedHandler {
    /// Puts the gate in front of what `to_mcp_server_handler()` of a `ServerHandler` or a `ServerHandlerCore` gave.
    #[must_use]
    pub fn new(handler: Arc<dyn McpServerHandler>, gate: &Gate) -> Self {
        Self { handler, gate: gate.clone() }
    }

    async fn ask(&self, request: &ClientJsonrpcRequest) -> Result<(), RpcError> {
        match entrance(request).boundary(request.method()) {
            Some(name) => Ok(self.gate.check(&name).ask().await?),
            None => Ok(()),
        }
    }
}

#[async_trait]
impl McpServerHandler for GatedHandler {
    async fn handle_request(
        &self,
        request: ClientJsonrpcRequest,
        runtime: Arc<dyn McpServer>,
    ) -> Result<ResultFromServer, RpcError> {
        let is_tool_call = matches!(request, ClientJsonrpcRequest::CallToolRequest(_));
        let answer = match self.ask(&request).await {
            Ok(()) => self.handler.handle_request(request, runtime).await,
            Err(denied) => Err(denied),
        };
        match answer {
            Err(denied) if is_tool_call && denied.code == DENIED => Ok(refusal(denied).into()),
            answer => answer,
        }
    }

    async fn handle_error(&self, error: &RpcError, runtime: Arc<dyn McpServer>) -> SdkResult<()> {
        self.handler.handle_error(error, runtime).await
    }

    async fn handle_notification(
        &self,
        notification: ClientJsonrpcNotification,
        runtime: Arc<dyn McpServer>,
    ) -> SdkResult<()> {
        self.handler.handle_notification(notification, runtime).await
    }
}

/// A request that is not named here is asked for by its method.
fn entrance(request: &ClientJsonrpcRequest) -> Entrance<'_> {
    use ClientJsonrpcRequest as R;
    match request {
        R::InitializeRequest(_)
        | R::PingRequest(_)
        | R::SetLevelRequest(_)
        | R::UnsubscribeRequest(_)
        | R::CancelTaskRequest(_)
        | R::ListToolsRequest(_)
        | R::ListPromptsRequest(_)
        | R::ListResourcesRequest(_)
        | R::ListResourceTemplatesRequest(_) => Entrance::Open,
        R::CallToolRequest(call) => Entrance::Tool(&call.params.name),
        R::GetPromptRequest(prompt) => Entrance::Of(&prompt.params.name),
        R::ReadResourceRequest(resource) => Entrance::Of(&resource.params.uri),
        R::SubscribeRequest(resource) => Entrance::Of(&resource.params.uri),
        R::CompleteRequest(completion) => Entrance::Of(match &completion.params.ref_ {
            CompleteRequestRef::PromptReference(prompt) => &prompt.name,
            CompleteRequestRef::ResourceTemplateReference(resource) => &resource.uri,
        }),
        _ => Entrance::Method,
    }
}

/// The result that says what the protocol error of a denial says.
fn refusal(denied: RpcError) -> CallToolResult {
    CallToolResult {
        content: vec![ContentBlock::text_content(denied.message)],
        is_error: Some(true),
        meta: Some([(DENIED_META.to_owned(), denied.data.unwrap_or_default())].into_iter().collect()),
        structured_content: None,
    }
}

impl fmt::Debug for GatedHandler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GatedHandler").field("gate", &self.gate).finish_non_exhaustive()
    }
}
