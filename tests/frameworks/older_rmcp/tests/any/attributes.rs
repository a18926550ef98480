//! Tools with attributes, of each return type that such tools have.

use machineid_guard::frameworks::Gate;
use machineid_guard::local::prove_denied;
use machineid_guard::{Denied, guarded_tool, side_effect};
use one_authority::{Effects, TOOL_SERVER, turn};
use rmcp::handler::server::wrapper::Json;
use rmcp::model::{CallToolResult, IntoContents};
use rmcp::service::ServiceError;
use rmcp::{ErrorData, ServerHandler, tool, tool_handler, tool_router};

use super::TestResult;
use super::conversation::{Conversation, code, in_band, text};
use crate::Block;
use crate::adapter::{DENIED, GatedServer};

#[derive(Clone, Default)]
struct Desk(Effects);

#[derive(Debug)]
enum DeskError {
    Denied(Denied),
}

impl From<Denied> for DeskError {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl IntoContents for DeskError {
    fn into_contents(self) -> Vec<Block> {
        let Self::Denied(denied) = self;
        denied.into_contents()
    }
}

#[tool_router]
impl Desk {
    #[guarded_tool]
    #[tool(description = "ours on top")]
    async fn ours_on_top(&self) -> Result<String, Denied> {
        Ok(self.0.add())
    }

    #[tool(description = "ours below")]
    #[guarded_tool]
    async fn ours_below(&self) -> Result<String, String> {
        Ok(self.0.add())
    }

    #[guarded_tool]
    #[tool(description = "sync, with an error of its own")]
    fn own_error(&self) -> Result<String, DeskError> {
        Ok(self.0.add())
    }

    #[guarded_tool]
    #[tool(description = "a result of rmcp's own, with a protocol error")]
    async fn result(&self) -> Result<CallToolResult, ErrorData> {
        Ok(CallToolResult::success(self.0.add().into_contents()))
    }
}

#[tool_handler(router = Self::tool_router())]
impl ServerHandler for Desk {}

#[derive(serde::Serialize, schemars::JsonSchema)]
struct Count {
    effects: String,
}

/// Has no room for a denial but a protocol error.
#[derive(Clone, Default)]
struct Counter(Effects);

#[tool_router]
impl Counter {
    #[side_effect(surface = "counting")]
    #[tool(description = "structured output")]
    async fn count(&self) -> Result<Json<Count>, ErrorData> {
        Ok(Json(Count { effects: self.0.add() }))
    }
}

#[tool_handler(router = Self::tool_router())]
impl ServerHandler for Counter {}

#[tokio::test]
async fn every_tool_asks_once_and_a_denial_is_a_result_that_the_model_reads() -> TestResult {
    let (authority, desk) = (turn().await, Desk::default());
    let conversation = Conversation::with(desk.clone()).await?;
    let tools = conversation.tools().await?;
    for (number, tool) in (1..).zip(&tools) {
        assert_eq!(text(&conversation.call(tool).await?), number.to_string(), "{tool}");
        assert_eq!(authority.validates(), number, "{tool}");
    }
    assert_eq!(tools.len(), 4);
    prove_denied(&authority, tools, async |tool: String| {
        in_band(&conversation.call(&tool).await.expect("in band"), &tool, "ORG_DISABLED")
    })
    .effects(|| desk.0.count())
    .await?;
    conversation.end().await
}

#[tokio::test]
async fn a_denial_that_had_to_become_a_protocol_error_is_brought_back_in_band_by_a_gated_server() -> TestResult {
    let (authority, counter) = (turn().await, Counter::default());
    let plain = Conversation::with(counter.clone()).await?;
    plain.call("count").await?;
    authority.revoke(&TOOL_SERVER.replace("tool-server", "counting"))?;
    match plain.call("count").await {
        Err(ServiceError::McpError(error)) => assert_eq!(error.code, DENIED),
        other => panic!("a protocol error was expected, not {other:?}"),
    }
    plain.end().await?;

    // The gate says yes to the device of the server itself, and the attribute no.
    let gated = Conversation::with(GatedServer::new(counter.clone(), &Gate::new())).await?;
    let denied = gated.call("count").await?;
    in_band(&denied, "count", "DEVICE_REVOKED");
    assert_eq!((code(&denied), counter.0.count()), (Some("DEVICE_REVOKED"), 1));
    gated.end().await
}
