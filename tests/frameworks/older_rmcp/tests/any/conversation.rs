//! A client in conversation with a server.

use one_authority::reads_as_refusal;
use rmcp::model::{CallToolResult, ClientRequest, CustomRequest, ServerResult};
use rmcp::service::{RunningService, Service, ServiceError};
use rmcp::{RoleClient, RoleServer, ServiceExt};
use serde_json::{Value, json};

use super::TestResult;
use crate::adapter::DENIED_META;

pub(crate) struct Conversation {
    client: RunningService<RoleClient, ()>,
}

impl Conversation {
    pub(crate) async fn with(server: impl Service<RoleServer>) -> Result<Self, Box<dyn std::error::Error>> {
        let (client, at_server) = tokio::io::duplex(64 * 1024);
        tokio::spawn(async move {
            let serving = server.serve(at_server).await.expect("the handshake");
            serving.waiting().await.expect("the client ends it");
        });
        Ok(Self { client: ().serve(client).await? })
    }

    /// Any request, as it stands on the wire.
    pub(crate) async fn send(&self, method: &str, params: Value) -> Result<ServerResult, ServiceError> {
        let params = params.is_object().then_some(params);
        self.client.send_request(ClientRequest::CustomRequest(CustomRequest::new(method, params))).await
    }

    pub(crate) async fn call(&self, tool: &str) -> Result<CallToolResult, ServiceError> {
        match self.send("tools/call", json!({ "name": tool })).await? {
            ServerResult::CallToolResult(result) => Ok(result),
            other => panic!("{tool}: {other:?}"),
        }
    }

    /// The names that the server offers, as a client reads them.
    pub(crate) async fn tools(&self) -> Result<Vec<String>, ServiceError> {
        Ok(self.client.list_all_tools().await?.into_iter().map(|tool| tool.name.into_owned()).collect())
    }

    pub(crate) async fn end(self) -> TestResult {
        self.client.cancel().await?;
        Ok(())
    }
}

/// The text that the model gets.
pub(crate) fn text(result: &CallToolResult) -> String {
    result.content.iter().filter_map(|block| block.as_text()).map(|text| text.text.as_str()).collect()
}

/// The text of a denial that the model reads: a result that says so, and no protocol error.
#[track_caller]
pub(crate) fn in_band(result: &CallToolResult, tool: &str, code: &str) -> String {
    let text = text(result);
    assert!(reads_as_refusal(&text, tool, code), "{tool}: {text}");
    assert_eq!(result.is_error, Some(true), "{tool}");
    text
}

/// The code of a denial, for clients that are programs.
pub(crate) fn code(result: &CallToolResult) -> Option<&str> {
    result.meta.as_ref()?.0.get(DENIED_META)?.get("code")?.as_str()
}
