//! A handler behind one gate, and a denial in the SDK's own types.

use std::fmt;
use std::sync::Arc;

use super::rust_mcp_sdk;
use async_trait::async_trait;
use rust_mcp_sdk::McpServer;
use rust_mcp_sdk::error::SdkResult;
use rust_mcp_sdk::mcp_server::McpServerHandler;
use rust_mcp_sdk::schema::schema_utils::{
    CallToolError, ClientJsonrpcNotification, ClientJsonrpcRequest, ResultFromServer,
};
use rust_mcp_sdk::schema::{CallToolResult, CompleteRequestRef, ContentBlock, RpcError};

use crate::denied::{Denied, FromDenied};
use crate::frameworks::Gate;
use crate::frameworks::mcp::{self, Entrance};

use crate::frameworks::mcp::DENIED_META;

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
/// module says what each request is asked for.
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
        match entrance(request) {
            Some(entrance) => Ok(self.gate.check(&entrance.boundary(request.method())).ask().await?),
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

/// `None` where the client wants to be told what there is, or to stop something: nobody is asked. A request that is not
/// named here is asked for by its method.
fn entrance(request: &ClientJsonrpcRequest) -> Option<Entrance<'_>> {
    use ClientJsonrpcRequest as R;
    Some(match request {
        R::InitializeRequest(_)
        | R::PingRequest(_)
        | R::SetLevelRequest(_)
        | R::UnsubscribeRequest(_)
        | R::CancelTaskRequest(_)
        | R::ListToolsRequest(_)
        | R::ListPromptsRequest(_)
        | R::ListResourcesRequest(_)
        | R::ListResourceTemplatesRequest(_) => return None,
        R::CallToolRequest(call) => Entrance::Tool(&call.params.name),
        R::GetPromptRequest(prompt) => Entrance::Of(&prompt.params.name),
        R::ReadResourceRequest(resource) => Entrance::Of(&resource.params.uri),
        R::SubscribeRequest(resource) => Entrance::Of(&resource.params.uri),
        R::CompleteRequest(completion) => Entrance::Of(match &completion.params.ref_ {
            CompleteRequestRef::PromptReference(prompt) => &prompt.name,
            CompleteRequestRef::ResourceTemplateReference(resource) => &resource.uri,
        }),
        _ => Entrance::Method,
    })
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
