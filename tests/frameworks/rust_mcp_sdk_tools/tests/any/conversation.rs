//! A client in conversation with a server.

use std::sync::Arc;

use one_authority::reads_as_refusal;
use rust_mcp_sdk::McpServer;
use rust_mcp_sdk::mcp_server::{McpServerHandler, McpServerOptions, ServerRuntime, server_runtime};
use rust_mcp_sdk::schema::InitializeResult;
use rust_mcp_sdk::{SseTransport, TransportOptions};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, Lines};

pub(crate) struct Conversation {
    to_server: DuplexStream,
    from_server: Lines<BufReader<DuplexStream>>,
    requests: u64,
}

impl Conversation {
    pub(crate) async fn with(handler: Arc<dyn McpServerHandler>) -> Result<Self, Box<dyn std::error::Error>> {
        let (to_server, requests) = tokio::io::duplex(64 * 1024);
        let (answers, from_server) = tokio::io::duplex(64 * 1024);
        let (payloads, _) = tokio::io::duplex(64);
        let transport = SseTransport::new(requests, answers, payloads, Arc::new(TransportOptions::default()))?;
        let server: Arc<ServerRuntime> = server_runtime::create_server(McpServerOptions {
            server_details: details()?,
            transport,
            handler,
            task_store: None,
            client_task_store: None,
            message_observer: None,
        });
        tokio::spawn(async move { server.start().await.expect("the client ends it") });
        let mut conversation = Self { to_server, from_server: BufReader::new(from_server).lines(), requests: 0 };
        let client = json!({ "name": "conversation", "version": "0.1.0" });
        let hello = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": client });
        conversation.send("initialize", hello).await?.map_err(|error| error.to_string())?;
        conversation.write(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).await?;
        Ok(conversation)
    }

    /// Any request: the result, or the protocol's error.
    pub(crate) async fn send(&mut self, method: &str, params: Value) -> std::io::Result<Result<Value, Value>> {
        self.requests += 1;
        let mut request = json!({ "jsonrpc": "2.0", "id": self.requests, "method": method });
        if params.is_object() {
            request["params"] = params;
        }
        self.write(&request).await?;
        let mut answer: Value = loop {
            let line = self.from_server.next_line().await?.expect("an answer");
            if !line.is_empty() {
                break serde_json::from_str(&line)?;
            }
        };
        assert_eq!(answer["id"], self.requests, "{answer}");
        Ok(if answer["error"].is_null() { Ok(answer["result"].take()) } else { Err(answer["error"].take()) })
    }

    pub(crate) async fn call(&mut self, tool: &str) -> Result<Value, Box<dyn std::error::Error>> {
        Ok(self.send("tools/call", json!({ "name": tool })).await?.map_err(|error| error.to_string())?)
    }

    /// The names that the server offers, as a client reads them.
    pub(crate) async fn tools(&mut self) -> Result<Vec<String>, Box<dyn std::error::Error>> {
        let listed = self.send("tools/list", Value::Null).await?.map_err(|error| error.to_string())?;
        let tools = listed["tools"].as_array().ok_or("no list")?;
        Ok(tools.iter().filter_map(|tool| tool["name"].as_str()).map(str::to_owned).collect())
    }

    async fn write(&mut self, message: &Value) -> std::io::Result<()> {
        self.to_server.write_all(format!("{message}\n").as_bytes()).await
    }
}

fn details() -> serde_json::Result<InitializeResult> {
    serde_json::from_value(json!({
        "protocolVersion": "2025-11-25",
        "serverInfo": { "name": "library", "version": "0.1.0" },
        "capabilities": { "tools": {}, "prompts": {}, "resources": { "subscribe": true }, "completions": {} },
    }))
}

/// The text of a denial that the model reads: a result that says so, and no protocol error.
#[track_caller]
pub(crate) fn in_band(result: &Value, tool: &str, code: &str) -> String {
    let text = result["content"][0]["text"].as_str().unwrap_or_default();
    assert!(reads_as_refusal(text, tool, code), "{tool}: {result}");
    assert_eq!(result["isError"], true, "{tool}: {result}");
    text.to_owned()
}
