//! The tools with attributes, of each return type that such tools have.

use std::sync::Arc;

use async_trait::async_trait;
use machineid_guard::{guarded_tool, side_effect};
use one_authority::Effects;
use rust_mcp_sdk::McpServer;
use rust_mcp_sdk::mcp_server::ServerHandler;
use rust_mcp_sdk::schema::schema_utils::CallToolError;
use rust_mcp_sdk::schema::{
    CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams, ReadResourceRequestParams,
    ReadResourceResult, RpcError, TextResourceContents,
};

use super::{listed, told};

/// Asks in each tool, and in one of the handler's own functions.
#[derive(Clone, Debug, Default)]
pub(super) struct GuardedLibrary {
    effects: Effects,
}

impl GuardedLibrary {
    pub(super) fn effects(&self) -> &Effects {
        &self.effects
    }

    #[guarded_tool]
    async fn lend(&self) -> Result<CallToolResult, CallToolError> {
        Ok(told(self.effects.add()))
    }

    #[side_effect(surface = "payments")]
    fn fine(&self) -> CallToolResult {
        told(self.effects.add())
    }
}

#[async_trait]
impl ServerHandler for GuardedLibrary {
    async fn handle_list_tools_request(
        &self,
        _params: Option<PaginatedRequestParams>,
        _runtime: Arc<dyn McpServer>,
    ) -> Result<ListToolsResult, RpcError> {
        listed(&["lend", "fine"]).map_err(|_| RpcError::internal_error())
    }

    async fn handle_call_tool_request(
        &self,
        params: CallToolRequestParams,
        _runtime: Arc<dyn McpServer>,
    ) -> Result<CallToolResult, CallToolError> {
        match params.name.as_str() {
            "lend" => self.lend().await,
            "fine" => Ok(self.fine()),
            other => Err(CallToolError::unknown_tool(other)),
        }
    }

    #[guarded_tool(name = format!("resources/read {}", params.uri))]
    async fn handle_read_resource_request(
        &self,
        params: ReadResourceRequestParams,
        _runtime: Arc<dyn McpServer>,
    ) -> Result<ReadResourceResult, RpcError> {
        let text = self.effects.add();
        let book = TextResourceContents { meta: None, mime_type: None, text, uri: params.uri };
        Ok(ReadResourceResult { contents: vec![book.into()], meta: None })
    }
}
