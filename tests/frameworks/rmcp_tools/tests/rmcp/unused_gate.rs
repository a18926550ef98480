//! A gated router that nobody uses: it compiles, and asks nobody.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use machineid_guard::frameworks::{Gate, rmcp::GateRouter};
use machineid_guard::local::prove_denied;
use one_authority::turn;
use rmcp::handler::server::tool::ToolRouter;
use rmcp::{ServerHandler, tool, tool_handler, tool_router};
use serde_json::json;

use crate::TestResult;
use crate::conversation::Conversation;

#[derive(Clone)]
struct Forgetful {
    effects: Arc<AtomicUsize>,
    #[allow(dead_code, reason = "that is the mistake; in a public type of a library nothing warns of it")]
    tools: ToolRouter<Self>,
}

#[tool_router]
impl Forgetful {
    fn new() -> Self {
        Self { effects: Arc::default(), tools: Self::tool_router().gated(&Gate::new()) }
    }

    #[tool(description = "moves money")]
    fn charge(&self) -> String {
        self.effects.fetch_add(1, Ordering::SeqCst);
        "charged".to_owned()
    }

    #[tool(description = "reads")]
    fn look_up(&self) -> String {
        format!("{} charges", self.effects.load(Ordering::SeqCst))
    }
}

// Not `#[tool_handler(router = self.tools)]`: this one makes a router of its own.
#[tool_handler]
impl ServerHandler for Forgetful {}

#[tokio::test]
async fn a_gated_router_beside_a_plain_handler_is_found_by_calling_each_tool() -> TestResult {
    let authority = turn().await;
    let server = Forgetful::new();
    let conversation = Conversation::with(server.clone()).await?;
    let call = async |tool: String| conversation.answer(&tool, &json!({})).await;
    let effects = || server.effects.load(Ordering::SeqCst);
    let unproven = prove_denied(&authority, conversation.tools().await?, call).effects(effects).await.unwrap_err();
    let report = unproven.to_string();
    assert!(report.starts_with("2 of 2 tools are not proven to be stopped:"), "{report}");
    assert!(report.contains("charge: NOT STOPPED: nobody was asked; it acted (its effects moved by 1)"), "{report}");
    assert!(report.contains("look_up: NOT STOPPED: nobody was asked; its answer does not say"), "{report}");
    conversation.end().await
}
