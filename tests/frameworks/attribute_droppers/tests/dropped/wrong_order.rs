//! What happens below a framework's macro, and that the framework's own list shows it.

use attribute_droppers::logbook;
use llm_tool::{ToolContext, ToolRegistry, llm_tool};
use machineid_guard::assert_all_guarded;
#[allow(unused_imports, reason = "the frameworks drop every use of it, which rustc remarks on")]
use machineid_guard::guarded_tool;
use machineid_guard::local::prove_denied;
use one_authority::turn;
use serde_json::json;
use swiftide::chat_completion::{Tool, ToolCall, ToolOutput, errors::ToolError};
use swiftide::traits::AgentContext;

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
async fn below_the_frameworks_macro_the_body_runs_unasked_and_calling_each_tool_shows_it() {
    let authority = turn().await;
    let call = async |tool: String| {
        let request = ToolCall::builder().id("call_1").name(&tool).args("{}").build().expect("a call");
        format!("{:?}", lost_in_swiftide().invoke(&(), &request).await)
    };
    let tools = [lost_in_swiftide()];
    let in_swiftide = prove_denied(&authority, tools.iter().map(|tool| tool.name()), call);
    let report = in_swiftide.effects(|| logbook().lines()).await.unwrap_err().to_string();
    assert!(
        report.contains("lost_in_swiftide: NOT STOPPED: nobody was asked; it acted (its effects moved by 1)"),
        "{report}"
    );

    let registry = ToolRegistry::new().with_tool(LostInLlmTool);
    let call = async |tool: String| format!("{:?}", registry.dispatch(&tool, json!({}), &ToolContext::new()).await);
    let in_llm_tool = prove_denied(&authority, registry.definitions().into_iter().map(|tool| tool.name.clone()), call);
    let report = in_llm_tool.effects(|| logbook().lines()).await.unwrap_err().to_string();
    assert!(
        report.contains("lost_in_llm_tool: NOT STOPPED: nobody was asked; it acted (its effects moved by 1)"),
        "{report}"
    );
    assert_eq!(authority.validates(), 0);
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
