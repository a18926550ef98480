//! A client in conversation with a server, over an in-process duplex.

use std::collections::BTreeMap;

use machineid_guard::frameworks::rmcp_3::DENIED_META;
use machineid_guard::local::least_arguments;
use rmcp::model::{
    CallToolRequestParams, CallToolResult, ClientCapabilities, ClientConfig, ClientRequest, Implementation,
    ProtocolVersion, ServerResult,
};
use rmcp::service::{ClientLifecycleMode, ClientServiceExt};
use rmcp::service::{RunningService, Service, ServiceError};
use rmcp::{RoleClient, RoleServer, ServiceExt};
use serde_json::Value;

use crate::TestResult;

pub(crate) struct Conversation {
    client: RunningService<RoleClient, ClientConfig>,
}

impl Conversation {
    pub(crate) async fn with(server: impl Service<RoleServer>) -> Result<Self, Box<dyn std::error::Error>> {
        Self::of(server, ClientLifecycleMode::Initialize).await
    }

    /// In the newest version of the protocol, which has no handshake.
    pub(crate) async fn newest(server: impl Service<RoleServer>) -> Result<Self, Box<dyn std::error::Error>> {
        let preferred_versions = vec![ProtocolVersion::V_2026_07_28];
        Self::of(server, ClientLifecycleMode::Discover { preferred_versions }).await
    }

    async fn of(
        server: impl Service<RoleServer>,
        lifecycle: ClientLifecycleMode,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let (client, at_server) = tokio::io::duplex(64 * 1024);
        tokio::spawn(async move {
            let serving = server.serve(at_server).await.expect("the handshake");
            serving.waiting().await.expect("the client ends it");
        });
        let capabilities = ClientCapabilities::builder().enable_tasks().build();
        let config = ClientConfig::new(capabilities, Implementation::new("conversation", "0.1.0"));
        Ok(Self { client: config.serve_with_lifecycle(client, lifecycle).await? })
    }

    pub(crate) async fn call(&self, tool: &str, arguments: &Value) -> Result<CallToolResult, ServiceError> {
        let mut call = CallToolRequestParams::new(tool.to_owned());
        call.arguments = arguments.as_object().cloned();
        self.client.call_tool(call).await
    }

    /// Any request.
    pub(crate) async fn send(&self, request: ClientRequest) -> Result<ServerResult, ServiceError> {
        self.client.send_request(request).await
    }

    /// The names that the server offers, as a client reads them.
    pub(crate) async fn tools(&self) -> Result<Vec<String>, ServiceError> {
        Ok(self.client.list_all_tools().await?.into_iter().map(|tool| tool.name.into_owned()).collect())
    }

    /// Arguments for each of them, made of the schemas that a client reads.
    pub(crate) async fn least_arguments(&self) -> Result<BTreeMap<String, Value>, ServiceError> {
        let tools = self.client.list_all_tools().await?.into_iter();
        let made = tools.map(|tool| {
            let schema = Value::Object(tool.input_schema.as_ref().clone());
            (tool.name.into_owned(), least_arguments(&schema).expect("some arguments fit"))
        });
        Ok(made.collect())
    }

    /// What the model gets of a call, as text.
    pub(crate) async fn answer(&self, tool: &str, arguments: &Value) -> String {
        match self.call(tool, arguments).await {
            Ok(result) => text(&result),
            Err(error) => error.to_string(),
        }
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

/// The code of a denial, where the result is one.
pub(crate) fn refusal_code(result: &CallToolResult) -> Option<&str> {
    result.meta.as_ref()?.0.get(DENIED_META)?.get("code")?.as_str()
}
