//! The guarded support desk, tool by tool, and the four ways to stop it.

use machineid_guard::assert_all_guarded;
use machineid_guard::local::{LocalAuthority, prove_denied};
use one_authority::{TOOL_SERVER, reads_as_refusal, turn};
use rmcp_tools::SupportDesk;
use serde_json::{Value, json};

use crate::TestResult;
use crate::conversation::{Conversation, refusal_code, text};

/// Every tool of the desk, and arguments that it takes.
fn calls() -> [(&'static str, Value); 9] {
    [
        ("search_orders", json!({ "query": "kettle" })),
        ("get_order", json!({ "order": 7 })),
        ("add_note", json!({ "order": 7, "text": "called back" })),
        ("list_notes", json!({ "order": 7 })),
        ("refund", json!({ "order": 7, "cents": 100 })),
        ("send_email", json!({ "to": "ada@example.org", "text": "hello" })),
        ("export_orders", json!({})),
        ("status", json!({})),
        ("close_order", json!({ "order": 7 })),
    ]
}

#[tokio::test]
async fn every_tool_asks_once_and_works() -> TestResult {
    let authority = turn().await;
    let desk = SupportDesk::default();
    let conversation = Conversation::with(desk.clone()).await?;
    for (number, (tool, arguments)) in calls().into_iter().enumerate() {
        let result = conversation.call(tool, &arguments).await?;
        assert_ne!(result.is_error, Some(true), "{tool}: {}", text(&result));
        assert_eq!(desk.orders().touched(), number + 1, "{tool}");
        assert_eq!(authority.validates(), number + 1, "{tool}");
    }
    conversation.end().await
}

#[tokio::test]
async fn a_stopped_organisation_refuses_every_tool_in_words_for_the_model() -> TestResult {
    let authority = turn().await;
    let desk = SupportDesk::default();
    let conversation = Conversation::with(desk.clone()).await?;
    let arguments = conversation.least_arguments().await?;
    let call = async |tool: String| {
        let answer = conversation.answer(&tool, &arguments[&tool]).await;
        assert!(reads_as_refusal(&answer, &tool, "ORG_DISABLED"), "{tool}: {answer}");
        answer
    };
    prove_denied(&authority, conversation.tools().await?, call).effects(|| desk.orders().touched()).await?;
    conversation.end().await
}

#[tokio::test]
async fn a_revoke_stops_payments_alone_and_a_restore_lets_them_go_on() -> TestResult {
    let authority = turn().await;
    let desk = SupportDesk::default();
    let conversation = Conversation::with(desk.clone()).await?;
    let refund = json!({ "order": 7, "cents": 100 });
    conversation.call("refund", &refund).await?;

    authority.revoke(&payments())?;
    let before = desk.orders().touched();
    let denied = conversation.call("refund", &refund).await?;
    assert_eq!(refusal_code(&denied), Some("DEVICE_REVOKED"));
    assert_eq!(desk.orders().touched(), before);
    assert_ne!(conversation.call("status", &json!({})).await?.is_error, Some(true));

    authority.restore(&payments())?;
    assert_eq!(text(&conversation.call("refund", &refund).await?), "200 cents refunded");
    conversation.end().await
}

#[tokio::test]
async fn an_authority_that_is_down_stops_every_tool_until_it_is_back() -> TestResult {
    let authority = turn().await;
    let desk = SupportDesk::default();
    let conversation = Conversation::with(desk.clone()).await?;
    authority.stop();
    for (tool, arguments) in calls() {
        let result = conversation.call(tool, &arguments).await?;
        assert_eq!(result.is_error, Some(true), "{tool}");
    }
    assert_eq!(desk.orders().touched(), 0);
    authority.restart()?;
    assert_ne!(conversation.call("status", &json!({})).await?.is_error, Some(true));
    conversation.end().await
}

#[test]
fn every_tool_that_the_router_offers_has_a_boundary() {
    let none: [&str; 0] = [];
    let tools = SupportDesk::tool_router().list_all();
    assert_all_guarded(tools.iter().map(|tool| (&*tool.name, "rmcp_tools::desk")), none);
}

fn payments() -> String {
    let device = TOOL_SERVER.replace("tool-server", "payments");
    assert_ne!(device, LocalAuthority::DEVICE_ID);
    device
}
