//! The support desk, tool by tool.

use rmcp_tools::SupportDesk;
use serde_json::{Value, json};

use crate::TestResult;
use crate::conversation::{Conversation, text};

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
async fn every_tool_works() -> TestResult {
    let desk = SupportDesk::default();
    let conversation = Conversation::with(desk.clone()).await?;
    for (number, (tool, arguments)) in calls().into_iter().enumerate() {
        let result = conversation.call(tool, &arguments).await?;
        assert_ne!(result.is_error, Some(true), "{tool}: {}", text(&result));
        assert_eq!(desk.orders().touched(), number + 1, "{tool}");
    }
    conversation.end().await
}
