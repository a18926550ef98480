//! A server that knows nothing of boundaries, gated by one line where it is served.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, to_bytes};
use axum::http::Request;
use machineid_guard::frameworks::rmcp_3::GatedServer;
use machineid_guard::frameworks::{ActsOn, Gate};
use machineid_guard::local::prove_denied;
use one_authority::{TOOL_SERVER, reads_as_refusal, turn};
use rmcp::handler::server::tool::ToolRouter;
use rmcp::handler::server::wrapper::{Json, Parameters};
use rmcp::model::{CallToolResult, ContentBlock, JsonObject};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, ServerHandler, tool, tool_handler, tool_router};
use serde_json::json;

use crate::TestResult;
use crate::conversation::{Conversation, refusal_code, text};

const TOOLS: [&str; 8] = ["add", "charge", "delete-file", "fetch", "fail", "list_files", "read_file", "write_file"];

#[derive(Clone)]
struct Plain {
    effects: Arc<AtomicUsize>,
    router: ToolRouter<Self>,
}

#[tool_router]
impl Plain {
    fn new() -> Self {
        Self { effects: Arc::default(), router: Self::tool_router() }
    }

    fn effect(&self) -> String {
        self.effects.fetch_add(1, Ordering::SeqCst).to_string()
    }

    #[tool(description = "structured output")]
    async fn add(&self, Parameters(numbers): Parameters<JsonObject>) -> Json<usize> {
        self.effect();
        Json(numbers.len())
    }

    #[tool(description = "moves money")]
    async fn charge(&self) -> Result<CallToolResult, ErrorData> {
        Ok(CallToolResult::success(vec![ContentBlock::text(self.effect())]))
    }

    #[tool(description = "a name that no function could have", name = "delete-file")]
    fn delete_file(&self) -> String {
        self.effect()
    }

    #[tool(description = "over the network")]
    async fn fetch(&self) -> Result<String, String> {
        tokio::task::yield_now().await;
        Ok(self.effect())
    }

    #[tool(description = "has an error of its own")]
    async fn fail(&self) -> Result<String, ErrorData> {
        self.effect();
        Err(ErrorData::internal_error("the disk is full", None))
    }

    #[tool(description = "lists")]
    fn list_files(&self) -> CallToolResult {
        CallToolResult::success(vec![ContentBlock::text(self.effect())])
    }

    #[tool(description = "reads")]
    async fn read_file(&self) -> String {
        self.effect()
    }

    #[tool(description = "writes")]
    async fn write_file(&self) -> Result<String, String> {
        Ok(self.effect())
    }
}

#[tool_handler(router = self.router)]
impl ServerHandler for Plain {}

fn gated(server: &Plain) -> GatedServer<Plain> {
    GatedServer::new(server.clone(), &Gate::new().surfaces(|tool| (tool == "charge").then_some("payments")))
}

#[tokio::test]
async fn every_tool_asks_under_its_own_name_before_its_body() -> TestResult {
    let authority = turn().await;
    let server = Plain::new();
    let conversation = Conversation::with(gated(&server)).await?;
    for (number, tool) in TOOLS.into_iter().enumerate() {
        let result = conversation.call(tool, &json!({})).await;
        assert_eq!(result.is_err(), tool == "fail", "a tool's own errors stay what they are");
        assert_eq!(authority.validates(), number + 1);
    }
    assert_eq!(server.effects.load(Ordering::SeqCst), TOOLS.len());

    prove_denied(&authority, conversation.tools().await?, async |tool: String| {
        let denied = conversation.call(&tool, &json!({})).await.expect("in band");
        assert_eq!((denied.is_error, refusal_code(&denied)), (Some(true), Some("ORG_DISABLED")));
        assert!(reads_as_refusal(&text(&denied), &tool, "ORG_DISABLED"), "{}", text(&denied));
        assert!(denied.structured_content.is_none(), "it would not fit the tool's output schema");
        text(&denied)
    })
    .effects(|| server.effects.load(Ordering::SeqCst))
    .await?;
    conversation.end().await
}

#[tokio::test]
async fn a_tool_that_the_gate_does_not_know_is_denied_and_named_and_nobody_is_asked() -> TestResult {
    let authority = turn().await;
    let server = Plain::new();
    let known = Gate::new().surfaces(|tool| if tool == "fetch" { ActsOn::Own } else { ActsOn::Unknown });
    let conversation = Conversation::with(GatedServer::new(server.clone(), &known)).await?;
    let denied = conversation.call("charge", &json!({})).await?;
    assert_eq!((denied.is_error, refusal_code(&denied)), (Some(true), Some("CONFIGURATION")));
    assert!(reads_as_refusal(&text(&denied), "charge", "CONFIGURATION"), "{}", text(&denied));
    assert_eq!((authority.validates(), server.effects.load(Ordering::SeqCst)), (0, 0));
    assert_ne!(conversation.call("fetch", &json!({})).await?.is_error, Some(true));
    assert_eq!(authority.validates(), 1);
    conversation.end().await
}

#[tokio::test]
async fn a_tool_can_have_a_surface_of_its_own() -> TestResult {
    let authority = turn().await;
    let conversation = Conversation::with(gated(&Plain::new())).await?;
    conversation.call("charge", &json!({})).await?;
    authority.revoke(&TOOL_SERVER.replace("tool-server", "payments"))?;
    let denied = conversation.call("charge", &json!({})).await?;
    assert_eq!(refusal_code(&denied), Some("DEVICE_REVOKED"));
    assert_ne!(conversation.call("fetch", &json!({})).await?.is_error, Some(true));
    conversation.end().await
}

#[tokio::test]
async fn what_the_server_offers_stays_the_same_and_so_does_what_it_calls_off() -> TestResult {
    let (authority, mut server) = (turn().await, Plain::new());
    server.router.disable_route("fetch");
    let plain = Conversation::with(server.clone()).await?;
    let conversation = Conversation::with(gated(&server)).await?;
    assert_eq!(conversation.tools().await?, plain.tools().await?);
    assert_eq!(authority.validates(), 0);
    conversation.call("fetch", &json!({})).await.expect_err("there is no such tool now");
    assert_eq!(server.effects.load(Ordering::SeqCst), 0);
    conversation.end().await?;
    plain.end().await
}

/// As one that is called over the network is: by its own HTTP service, which makes a server for each request.
#[tokio::test]
async fn a_gated_server_goes_where_its_handler_went_over_http() -> TestResult {
    let (authority, server) = (turn().await, Plain::new());
    let gated = gated(&server);
    let mut config = StreamableHttpServerConfig::default();
    (config.legacy_session_mode, config.json_response) = (false, true);
    let service =
        StreamableHttpService::new(move || Ok(gated.clone()), Arc::new(NeverSessionManager::default()), config);
    let call = async || {
        let call = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": { "name": "fetch" } });
        let request = Request::post("http://localhost/mcp")
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .header("mcp-protocol-version", "2025-06-18")
            .body(Body::from(call.to_string()))
            .expect("a request");
        let answer =
            to_bytes(Body::new(service.handle(request).await.into_body()), 64 * 1024).await.expect("all of it");
        String::from_utf8_lossy(&answer).into_owned()
    };
    let allowed = call().await;
    assert_eq!((authority.validates(), server.effects.load(Ordering::SeqCst)), (1, 1), "{allowed}");
    authority.disable_org();
    let denied = call().await;
    assert!(reads_as_refusal(&denied, "fetch", "ORG_DISABLED") && denied.contains("\"isError\":true"), "{denied}");
    assert_eq!((authority.validates(), server.effects.load(Ordering::SeqCst)), (2, 1));
    Ok(())
}
