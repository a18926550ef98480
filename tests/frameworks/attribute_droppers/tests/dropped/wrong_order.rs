//! What happens below a framework's macro, and that the framework's own list shows it.

use attribute_droppers::logbook;
use llm_tool::{ToolContext, ToolRegistry, llm_tool};
use machineid_guard::assert_all_guarded;
#[allow(unused_imports, reason = "the frameworks drop every use of it, which rustc remarks on")]
use machineid_guard::guarded_tool;
use one_authority::turn;
use serde_json::json;
use swiftide::chat_completion::{Tool, ToolCall, ToolOutput, errors::ToolError};
use swiftide::traits::AgentContext;

use crate::TestResult;

#[swiftide::tool(description = "Ours is below, and lost")]
#[guarded_tool(on_denied = |denied| Ok(ToolOutput::fail(denied.agent_message())))]
async fn lost_in_swiftide(_context: &dyn AgentContext) -> Result<ToolOutput, ToolError> {
    Ok(ToolOutput::text(logbook().write("ran").to_string()))
}

/// Ours is below, and lost.
#[llm_tool]
#[guarded_tool]
async fn lost_in_llm_tool() -> Result<String, String> {
    Ok(logbook().write("ran").to_string())
}

/// Not a wish, but the reason for all of this: if it fails one day, the framework has learnt to keep attributes.
#[tokio::test]
async fn below_the_frameworks_macro_the_body_runs_unasked() -> TestResult {
    let authority = turn().await;
    authority.disable_org();
    let before = logbook().lines();
    let call = ToolCall::builder().id("call_1").name("lost_in_swiftide").args("{}").build()?;
    lost_in_swiftide().invoke(&(), &call).await?;
    let registry = ToolRegistry::new().with_tool(LostInLlmTool);
    registry.dispatch("lost_in_llm_tool", json!({}), &ToolContext::new()).await.map_err(|error| error.message)?;
    assert_eq!((logbook().lines() - before, authority.validates()), (2, 0));
    Ok(())
}

#[test]
#[should_panic(expected = "tools without a boundary: [\"lost_in_swiftide\"]")]
fn swiftides_own_list_of_tools_shows_the_one_that_lost_its_boundary() {
    let none: [&str; 0] = [];
    assert_all_guarded([lost_in_swiftide()].iter().map(|tool| tool.name()), none);
}

#[test]
#[should_panic(expected = "tools without a boundary: [\"lost_in_llm_tool\"]")]
fn llm_tools_own_list_of_tools_shows_the_one_that_lost_its_boundary() {
    let none: [&str; 0] = [];
    let registry = ToolRegistry::new().with_tool(LostInLlmTool);
    assert_all_guarded(registry.definitions().iter().map(|tool| tool.name.clone()), none);
}
