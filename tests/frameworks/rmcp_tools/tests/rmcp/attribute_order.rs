//! Above rmcp's attribute, below it, and on the whole block.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use machineid_guard::frameworks::{
    Gate,
    rmcp_3::{DENIED, GatedServer},
};
use machineid_guard::local::prove_denied;
use machineid_guard::{Denied, guarded_tool, guarded_tools, require_boundaries, side_effect};
use one_authority::{TOOL_SERVER, reads_as_refusal, turn};
use rmcp::handler::server::wrapper::Json;
use rmcp::model::CallToolResult;
use rmcp::service::ServiceError;
use rmcp::{ErrorData, ServerHandler, tool, tool_handler, tool_router};
use serde_json::json;

use crate::TestResult;
use crate::conversation::{Conversation, refusal_code, text};

#[derive(Clone, Default)]
struct EitherOrder {
    effects: Arc<AtomicUsize>,
}

impl EitherOrder {
    fn effect(&self) -> String {
        self.effects.fetch_add(1, Ordering::SeqCst).to_string()
    }
}

// It demands that each boundary comes to its body, through what rmcp's macros make of it.
#[require_boundaries]
#[tool_router]
impl EitherOrder {
    #[guarded_tool]
    #[tool(description = "ours on top, async")]
    async fn ours_on_top(&self) -> Result<String, Denied> {
        Ok(self.effect())
    }

    #[tool(description = "ours below, async")]
    #[guarded_tool]
    async fn ours_below(&self) -> Result<String, Denied> {
        Ok(self.effect())
    }

    #[guarded_tool]
    #[tool(description = "ours on top, sync")]
    fn ours_on_top_sync(&self) -> Result<String, String> {
        Ok(self.effect())
    }

    #[tool(description = "ours below, sync")]
    #[guarded_tool]
    fn ours_below_sync(&self) -> Result<String, String> {
        Ok(self.effect())
    }
}

#[tool_handler]
impl ServerHandler for EitherOrder {}

#[derive(Clone, Default)]
struct WholeBlock(EitherOrder);

#[guarded_tools]
#[tool_router]
impl WholeBlock {
    #[unguarded(reason = "reads a counter for the test")]
    pub(crate) fn effects(&self) -> usize {
        self.0.effects.load(Ordering::SeqCst)
    }

    #[tool(description = "async")]
    async fn send(&self) -> Result<String, Denied> {
        Ok(self.0.effect())
    }

    #[tool(description = "sync, under a name of its own", name = "delete-all")]
    fn delete(&self) -> Result<String, Denied> {
        Ok(self.0.effect())
    }
}

#[tool_handler]
impl ServerHandler for WholeBlock {}

/// What has no room for a denial in its own return type.
#[derive(Clone, Default)]
struct ProtocolErrors(EitherOrder);

#[tool_router]
impl ProtocolErrors {
    #[side_effect(surface = "counting")]
    #[tool(description = "structured output")]
    async fn count(&self) -> Result<Json<String>, ErrorData> {
        Ok(Json(self.0.effect()))
    }

    #[guarded_tool]
    #[tool(description = "a result of rmcp's own")]
    async fn result(&self) -> CallToolResult {
        self.0.effect();
        CallToolResult::success(Vec::new())
    }
}

#[tool_handler]
impl ServerHandler for ProtocolErrors {}

#[tokio::test]
async fn both_orders_ask_and_gate() -> TestResult {
    let authority = turn().await;
    let server = EitherOrder::default();
    let conversation = Conversation::with(server.clone()).await?;
    let tools = ["ours_on_top", "ours_below", "ours_on_top_sync", "ours_below_sync"];
    for (number, tool) in tools.into_iter().enumerate() {
        assert_eq!(text(&conversation.call(tool, &json!({})).await?), number.to_string());
        assert_eq!(authority.validates(), number + 1);
    }
    prove_denied(&authority, conversation.tools().await?, async |tool: String| {
        let denied = conversation.call(&tool, &json!({})).await.expect("in band");
        assert_eq!(denied.is_error, Some(true), "{tool}");
        assert!(reads_as_refusal(&text(&denied), &tool, "ORG_DISABLED"), "{}", text(&denied));
        text(&denied)
    })
    .effects(|| server.effects.load(Ordering::SeqCst))
    .await?;
    conversation.end().await
}

#[tokio::test]
async fn a_block_of_tools_is_gated_by_one_line_above_the_router() -> TestResult {
    let authority = turn().await;
    let server = WholeBlock::default();
    let conversation = Conversation::with(server.clone()).await?;
    for (tool, function) in [("send", "send"), ("delete-all", "delete")] {
        conversation.call(tool, &json!({})).await?;
        authority.disable_org();
        let denied = conversation.call(tool, &json!({})).await?;
        assert!(reads_as_refusal(&text(&denied), function, "ORG_DISABLED"), "{}", text(&denied));
        assert_eq!(refusal_code(&denied), Some("ORG_DISABLED"));
        authority.enable_org();
    }
    assert_eq!(server.effects(), 2);
    conversation.end().await
}

#[tokio::test]
async fn a_denial_that_had_to_become_a_protocol_error_is_brought_back_in_band_by_a_gated_server() -> TestResult {
    let (authority, server) = (turn().await, ProtocolErrors::default());
    let plain = Conversation::with(server.clone()).await?;
    plain.call("count", &json!({})).await?;
    authority.revoke(&TOOL_SERVER.replace("tool-server", "counting"))?;
    match plain.call("count", &json!({})).await {
        Err(ServiceError::McpError(error)) => assert_eq!(error.code, DENIED),
        other => panic!("a protocol error was expected, not {other:?}"),
    }
    plain.end().await?;

    // The gate says yes to the device of the server itself, and the attribute no.
    let in_band = Conversation::with(GatedServer::new(server.clone(), &Gate::new())).await?;
    let denied = in_band.call("count", &json!({})).await?;
    assert!(reads_as_refusal(&text(&denied), "count", "DEVICE_REVOKED"), "{}", text(&denied));
    assert_eq!((denied.is_error, refusal_code(&denied)), (Some(true), Some("DEVICE_REVOKED")));
    assert_eq!(server.0.effects.load(Ordering::SeqCst), 1);

    authority.disable_org();
    let denied = in_band.call("result", &json!({})).await?;
    assert_eq!((denied.is_error, refusal_code(&denied)), (Some(true), Some("ORG_DISABLED")));
    in_band.end().await
}

#[tokio::test]
async fn a_tool_that_returns_a_result_of_rmcps_own_needs_nothing() -> TestResult {
    let (authority, server) = (turn().await, ProtocolErrors::default());
    authority.disable_org();
    let conversation = Conversation::with(server.clone()).await?;
    let denied = conversation.call("result", &json!({})).await?;
    assert_eq!((denied.is_error, refusal_code(&denied)), (Some(true), Some("ORG_DISABLED")));
    assert_eq!(server.0.effects.load(Ordering::SeqCst), 0);
    conversation.end().await
}
