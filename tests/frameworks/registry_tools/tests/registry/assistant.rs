//! The guarded assistant, tool by tool, and the four ways to stop it.

use std::collections::BTreeMap;
use std::sync::Arc;

use machineid_guard::local::prove_denied;
use one_authority::{TOOL_SERVER, reads_as_refusal, turn};
use registry_tools::{Notebook, Registry, ToolError, assistant};
use serde_json::{Value, json};

use crate::TestResult;

/// Every tool of the assistant, and arguments that it takes.
fn calls() -> [(&'static str, Value); 9] {
    [
        ("search_web", json!({ "query": "tea" })),
        ("read_page", json!({ "url": "https://example.org" })),
        ("calculate", json!([1, 2])),
        ("write_note", json!({ "text": "tea is hot" })),
        ("list_notes", json!({})),
        ("translate", json!({ "text": "tea" })),
        ("run_command", json!({ "command": "brew" })),
        ("send_mail", json!({ "to": "ada@example.org" })),
        ("subscribe", json!({})),
    ]
}

fn new_assistant() -> (Registry, Arc<Notebook>) {
    let notebook = Arc::new(Notebook::default());
    (assistant(&notebook), notebook)
}

#[tokio::test]
async fn every_tool_asks_once_and_works() {
    let (authority, (assistant, notebook)) = (turn().await, new_assistant());
    for (number, (tool, arguments)) in calls().into_iter().enumerate() {
        assistant.call(tool, arguments).await.unwrap_or_else(|error| panic!("{tool}: {error}"));
        assert_eq!((notebook.lines().len(), authority.validates()), (number + 1, number + 1), "{tool}");
    }
}

#[tokio::test]
async fn a_stopped_organisation_refuses_every_tool_in_words_for_the_model() -> TestResult {
    let (authority, (assistant, notebook)) = (turn().await, new_assistant());
    let calls = BTreeMap::from(calls());
    let call = async |tool: String| {
        let error = assistant.call(&tool, calls[&*tool].clone()).await.expect_err(&tool).to_string();
        assert!(reads_as_refusal(&error, &tool, "ORG_DISABLED"), "{error}");
        error
    };
    prove_denied(&authority, assistant.names(), call).effects(|| notebook.lines().len()).await?;
    Ok(())
}

#[tokio::test]
async fn a_revoke_stops_payments_alone_and_a_restore_lets_them_go_on() -> TestResult {
    let (authority, (assistant, _)) = (turn().await, new_assistant());
    assistant.call("subscribe", json!({})).await?;
    let payments = TOOL_SERVER.replace("tool-server", "payments");
    authority.revoke(&payments)?;
    match assistant.call("subscribe", json!({})).await {
        Err(ToolError::Denied(denied)) => assert_eq!(denied.code(), "DEVICE_REVOKED"),
        other => panic!("denied was expected, not {other:?}"),
    }
    assistant.call("list_notes", json!({})).await?;
    authority.restore(&payments)?;
    assistant.call("subscribe", json!({})).await?;
    Ok(())
}

#[tokio::test]
async fn an_authority_that_is_down_stops_every_tool_until_it_is_back() -> TestResult {
    let (authority, (assistant, notebook)) = (turn().await, new_assistant());
    authority.stop();
    for (tool, arguments) in calls() {
        assert!(matches!(assistant.call(tool, arguments).await, Err(ToolError::Denied(_))), "{tool}");
    }
    assert_eq!(notebook.lines().len(), 0);
    authority.restart()?;
    assistant.call("list_notes", json!({})).await?;
    Ok(())
}
