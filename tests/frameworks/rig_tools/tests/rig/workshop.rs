//! The workshop's tools, one by one.

use rig_core::tool::ToolContext;
use rig_tools::{ledger, tools};
use serde_json::{Value, json};

use crate::TestResult;

/// Every tool of the workshop, and arguments that it takes.
fn calls() -> [(&'static str, Value); 10] {
    let amount = json!({ "customer": "Ada", "cents": 100 });
    [
        ("find_parts", json!({ "piece": "e" })),
        ("price_of", json!({ "part": "bell" })),
        ("convert_price", json!({ "cents": 100 })),
        ("order_parts", json!({ "part": "bell", "pieces": 2 })),
        ("invoice", amount.clone()),
        ("refund", amount.clone()),
        ("send_reminder", amount),
        ("stock-report", json!({})),
        ("archive", json!({ "line": "closed" })),
        ("tally", json!({ "numbers": [1, 2] })),
    ]
}

#[tokio::test]
async fn every_tool_works() -> TestResult {
    let tools = tools();
    let before = ledger().lines();
    for (number, (tool, arguments)) in calls().into_iter().enumerate() {
        let result = tools.execute(tool, arguments.to_string(), &mut ToolContext::new()).await;
        assert!(result.is_success(), "{tool}: {:?}", result.error());
        assert_eq!(ledger().lines(), before + number + 1, "{tool}");
    }
    Ok(())
}
