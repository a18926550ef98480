//! Servers that know nothing of boundaries, with an entrance of every kind.

use std::sync::Arc;

use async_trait::async_trait;
use one_authority::Effects;
use rust_mcp_sdk::McpServer;
use rust_mcp_sdk::mcp_server::{ServerHandler, ServerHandlerCore};
use rust_mcp_sdk::schema::schema_utils::{
    CallToolError, CustomRequest, NotificationFromClient, RequestFromClient, ResultFromServer,
};
use rust_mcp_sdk::schema::{
    CallToolRequestParams, CallToolResult, CompleteRequestParams, CompleteResult, CompleteResultCompletion,
    GenericResult, GetPromptRequestParams, GetPromptResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResult, RpcError, SubscribeRequestParams,
};

use super::{listed, told};

/// Written for the trait with a function for each request.
#[derive(Clone, Debug, Default)]
pub(super) struct Library {
    effects: Effects,
}

impl Library {
    pub(super) fn effects(&self) -> &Effects {
        &self.effects
    }
}

#[async_trait]
impl ServerHandler for Library {
    async fn handle_list_tools_request(
        &self,
        _params: Option<PaginatedRequestParams>,
        _runtime: Arc<dyn McpServer>,
    ) -> Result<ListToolsResult, RpcError> {
        listed(&["lend", "fine"]).map_err(|_| RpcError::internal_error())
    }

    async fn handle_call_tool_request(
        &self,
        _params: CallToolRequestParams,
        _runtime: Arc<dyn McpServer>,
    ) -> Result<CallToolResult, CallToolError> {
        Ok(told(self.effects.add()))
    }

    async fn handle_get_prompt_request(
        &self,
        _params: GetPromptRequestParams,
        _runtime: Arc<dyn McpServer>,
    ) -> Result<GetPromptResult, RpcError> {
        self.effects.add();
        Ok(GetPromptResult { description: None, messages: Vec::new(), meta: None })
    }

    async fn handle_read_resource_request(
        &self,
        _params: ReadResourceRequestParams,
        _runtime: Arc<dyn McpServer>,
    ) -> Result<ReadResourceResult, RpcError> {
        self.effects.add();
        Ok(ReadResourceResult { contents: Vec::new(), meta: None })
    }

    async fn handle_subscribe_request(
        &self,
        _params: SubscribeRequestParams,
        _runtime: Arc<dyn McpServer>,
    ) -> Result<GenericResult, RpcError> {
        self.effects.add();
        Ok(GenericResult::default())
    }

    async fn handle_complete_request(
        &self,
        _params: CompleteRequestParams,
        _runtime: Arc<dyn McpServer>,
    ) -> Result<CompleteResult, RpcError> {
        self.effects.add();
        let completion = CompleteResultCompletion { has_more: None, total: None, values: Vec::new() };
        Ok(CompleteResult { completion, meta: None })
    }

    async fn handle_custom_request(
        &self,
        _request: CustomRequest,
        _runtime: Arc<dyn McpServer>,
    ) -> Result<GenericResult, RpcError> {
        self.effects.add();
        Ok(GenericResult::default())
    }
}

/// Written for the trait with one function for all requests.
#[derive(Clone, Debug, Default)]
pub(super) struct PlainCore {
    effects: Effects,
}

impl PlainCore {
    pub(super) fn effects(&self) -> &Effects {
        &self.effects
    }
}

#[async_trait]
impl ServerHandlerCore for PlainCore {
    async fn handle_request(
        &self,
        request: RequestFromClient,
        runtime: Arc<dyn McpServer>,
    ) -> Result<ResultFromServer, RpcError> {
        match request {
            RequestFromClient::InitializeRequest(_) => Ok(runtime.server_info().clone().into()),
            RequestFromClient::CallToolRequest(_) => Ok(told(self.effects.add()).into()),
            _ => Err(RpcError::method_not_found()),
        }
    }

    async fn handle_notification(
        &self,
        _notification: NotificationFromClient,
        _runtime: Arc<dyn McpServer>,
    ) -> Result<(), RpcError> {
        Ok(())
    }

    async fn handle_error(&self, _error: &RpcError, _runtime: Arc<dyn McpServer>) -> Result<(), RpcError> {
        Ok(())
    }
}
