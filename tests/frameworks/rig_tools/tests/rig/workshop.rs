//! The guarded workshop, tool by tool, and the four ways to stop it.

use std::collections::BTreeMap;

use machineid_guard::assert_all_guarded;
use machineid_guard::local::prove_denied;
use one_authority::{TOOL_SERVER, turn};
use rig_tools::{ledger, tools};
use serde_json::{Value, json};

use crate::TestResult;
use crate::call::{assert_refused, call};

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
async fn every_tool_asks_once_and_works() {
    let authority = turn().await;
    let tools = tools();
    let before = ledger().lines();
    for (number, (tool, arguments)) in calls().into_iter().enumerate() {
        let result = call(&tools, tool, &arguments).await;
        assert!(result.is_success(), "{tool}: {:?}", result.error());
        assert_eq!(ledger().lines(), before + number + 1, "{tool}");
        assert_eq!(authority.validates(), number + 1, "{tool}");
    }
}

#[tokio::test]
async fn a_stopped_organisation_refuses_every_tool_in_words_for_the_model() -> TestResult {
    let authority = turn().await;
    let (tools, calls) = (tools(), BTreeMap::from(calls()));
    let call = async |tool: String| {
        let result = call(&tools, &tool, &calls[&*tool]).await;
        assert_refused(&result, &tool, "ORG_DISABLED");
        result.output().as_text().unwrap_or_default().to_owned()
    };
    prove_denied(&authority, tools.names(), call).effects(|| ledger().lines()).await?;
    Ok(())
}

#[tokio::test]
async fn a_revoke_stops_payments_alone_and_a_restore_lets_them_go_on() -> TestResult {
    let authority = turn().await;
    let (tools, refund) = (tools(), json!({ "customer": "Ada", "cents": 100 }));
    assert!(call(&tools, "refund", &refund).await.is_success());

    let payments = TOOL_SERVER.replace("tool-server", "payments");
    authority.revoke(&payments)?;
    assert_refused(&call(&tools, "refund", &refund).await, "refund", "DEVICE_REVOKED");
    assert!(call(&tools, "invoice", &refund).await.is_success());

    authority.restore(&payments)?;
    assert!(call(&tools, "refund", &refund).await.is_success());
    Ok(())
}

#[tokio::test]
async fn an_authority_that_is_down_stops_every_tool_until_it_is_back() -> TestResult {
    let authority = turn().await;
    authority.stop();
    let before = ledger().lines();
    for (tool, arguments) in calls() {
        assert!(call(&tools(), tool, &arguments).await.is_refused(), "{tool}");
    }
    assert_eq!(ledger().lines(), before);
    authority.restart()?;
    assert!(call(&tools(), "stock-report", &json!({})).await.is_success());
    Ok(())
}

#[tokio::test]
async fn a_tools_own_errors_stay_what_they_are() {
    let _authority = turn().await;
    let failed = call(&tools(), "price_of", &json!({ "part": "engine" })).await;
    assert!(failed.is_error() && !failed.is_refused());
    assert_eq!(failed.error().map(ToString::to_string).as_deref(), Some("there is no part \"engine\""));
}

#[test]
fn every_tool_of_the_set_has_a_boundary() {
    let none: [&str; 0] = [];
    assert_all_guarded(tools().names(), none);
}
