//! The guarded tools of the garden and the kitchen: ours on top gates each.

use std::collections::BTreeMap;

use attribute_droppers::{garden, kitchen, logbook};
use machineid_guard::assert_all_guarded;
use machineid_guard::local::prove_denied;
use one_authority::{TOOL_SERVER, reads_as_refusal, turn};
use serde_json::json;

use crate::TestResult;
use crate::calls::{garden_calls, in_garden, in_kitchen, kitchen_calls};

#[tokio::test]
async fn every_tool_asks_once_and_works() {
    let authority = turn().await;
    let before = logbook().lines();
    for (tool, arguments) in garden_calls() {
        in_garden(tool, &arguments).await.unwrap_or_else(|error| panic!("{tool}: {error}"));
    }
    for (tool, arguments) in kitchen_calls() {
        in_kitchen(tool, &arguments).await.unwrap_or_else(|error| panic!("{tool}: {error}"));
    }
    assert_eq!((logbook().lines() - before, authority.validates()), (16, 16));
}

#[tokio::test]
async fn a_stopped_organisation_refuses_every_tool_in_words_for_the_model() -> TestResult {
    let authority = turn().await;
    let refused = |tool: &str, answer: Result<String, String>| {
        let text = answer.expect_err(tool);
        assert!(reads_as_refusal(&text, tool, "ORG_DISABLED"), "{text}");
        text
    };
    let calls = BTreeMap::from(garden_calls());
    let call = async |tool: String| refused(&tool, in_garden(&tool, &calls[&*tool]).await);
    prove_denied(&authority, garden::tools().iter().map(|tool| tool.name()), call)
        .effects(|| logbook().lines())
        .await?;

    let calls = BTreeMap::from(kitchen_calls());
    let call = async |tool: String| refused(&tool, in_kitchen(&tool, &calls[&*tool]).await);
    prove_denied(&authority, kitchen::tools().definitions().iter().map(|tool| tool.name.clone()), call)
        .effects(|| logbook().lines())
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_revoke_stops_payments_alone_and_a_restore_lets_them_go_on() -> TestResult {
    let authority = turn().await;
    let (compost, groceries) = (json!({ "sacks": "2" }), json!({ "items": ["flour"] }));
    in_garden("order_compost", &compost).await?;
    in_kitchen("order_groceries", &groceries).await?;

    let payments = TOOL_SERVER.replace("tool-server", "payments");
    authority.revoke(&payments)?;
    for denied in [in_garden("order_compost", &compost).await, in_kitchen("order_groceries", &groceries).await] {
        assert!(denied.expect_err("denied").contains("DEVICE_REVOKED"));
    }
    in_garden("list_beds", &json!({})).await?;

    authority.restore(&payments)?;
    in_garden("order_compost", &compost).await?;
    in_kitchen("order_groceries", &groceries).await?;
    Ok(())
}

#[tokio::test]
async fn an_authority_that_is_down_stops_every_tool_until_it_is_back() -> TestResult {
    let authority = turn().await;
    authority.stop();
    let before = logbook().lines();
    for (tool, arguments) in garden_calls() {
        in_garden(tool, &arguments).await.expect_err(tool);
    }
    for (tool, arguments) in kitchen_calls() {
        in_kitchen(tool, &arguments).await.expect_err(tool);
    }
    assert_eq!(logbook().lines(), before);
    authority.restart()?;
    in_garden("list_beds", &json!({})).await?;
    Ok(())
}

#[test]
fn every_tool_that_the_frameworks_list_has_a_boundary() {
    let none: [&str; 0] = [];
    assert_all_guarded(garden::tools().iter().map(|tool| tool.name()), none);
    assert_all_guarded(kitchen::tools().definitions().iter().map(|tool| tool.name.clone()), none);
}
