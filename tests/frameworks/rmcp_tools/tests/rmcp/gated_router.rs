//! A server that knows nothing of boundaries, gated by one line where its router is made.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use machineid_guard::frameworks::rmcp::GateRouter;
use machineid_guard::frameworks::{ActsOn, Gate};
use machineid_guard::local::prove_denied;
use one_authority::{TOOL_SERVER, reads_as_refusal, turn};
use rmcp::handler::server::tool::ToolRouter;
use rmcp::handler::server::wrapper::{Json, Parameters};
use rmcp::model::{CallToolResult, ContentBlock, JsonObject};
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
        Self { effects: Arc::default(), router: Self::tool_router().gated(&gate()) }
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

fn gate() -> Gate {
    Gate::new().surfaces(|tool| (tool == "charge").then_some("payments"))
}

#[tokio::test]
async fn every_route_asks_under_its_own_name_before_its_body() -> TestResult {
    let authority = turn().await;
    let server = Plain::new();
    let conversation = Conversation::with(server.clone()).await?;
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
    let mut server = Plain::new();
    let known = Gate::new().surfaces(|tool| if tool == "fetch" { ActsOn::Own } else { ActsOn::Unknown });
    server.router = Plain::tool_router().gated(&known);
    let conversation = Conversation::with(server.clone()).await?;
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
    let conversation = Conversation::with(Plain::new()).await?;
    conversation.call("charge", &json!({})).await?;
    authority.revoke(&TOOL_SERVER.replace("tool-server", "payments"))?;
    let denied = conversation.call("charge", &json!({})).await?;
    assert_eq!(refusal_code(&denied), Some("DEVICE_REVOKED"));
    assert_ne!(conversation.call("fetch", &json!({})).await?.is_error, Some(true));
    conversation.end().await
}

#[test]
fn what_the_router_offers_stays_the_same() {
    let mut plain = Plain::tool_router();
    plain.disable_route("fetch");
    let gated = plain.clone().gated(&gate());
    assert_eq!(gated.list_all(), plain.list_all());
    assert!(gated.is_disabled("fetch"));
}
