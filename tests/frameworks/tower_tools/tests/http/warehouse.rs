//! The guarded warehouse, tool by tool, and the four ways to stop it.

use std::sync::Arc;

use machineid_guard::local::prove_denied;
use one_authority::{TOOL_SERVER, turn};
use reqwest::Method;
use serde_json::Value;
use tower_tools::{Warehouse, app};

use crate::TestResult;
use crate::served::{Served, assert_refusal, calls};

#[tokio::test]
async fn every_tool_asks_once_and_works() -> TestResult {
    let (authority, warehouse) = (turn().await, Arc::new(Warehouse::default()));
    let served = Served::on_loopback(app(Arc::clone(&warehouse))).await?;
    for (number, (tool, method, path, body)) in calls().into_iter().enumerate() {
        let answer = served.ask(method, path, &body).await?;
        assert!(answer.status().is_success(), "{tool}: {}", answer.status());
        assert_eq!((warehouse.touched(), authority.validates()), (number + 1, number + 1), "{tool}");
    }
    Ok(())
}

#[tokio::test]
async fn a_stopped_organisation_refuses_every_tool_with_403_and_nothing_else() -> TestResult {
    let (authority, warehouse) = (turn().await, Arc::new(Warehouse::default()));
    let served = Served::on_loopback(app(Arc::clone(&warehouse))).await?;
    let call = async |name: String| {
        let calls = calls().into_iter();
        let (_, method, path, body) = calls.into_iter().find(|(tool, ..)| *tool == name).expect("one of them");
        assert_refusal(served.ask(method, path, &body).await.expect("an answer"), &name, "ORG_DISABLED").await
    };
    prove_denied(&authority, calls().map(|(tool, ..)| tool), call).effects(|| warehouse.touched()).await?;
    authority.disable_org();
    assert_eq!(served.ask(Method::GET, "/health", &Value::Null).await?.status(), 200);
    Ok(())
}

#[tokio::test]
async fn a_revoke_stops_payments_alone_and_a_restore_lets_them_go_on() -> TestResult {
    let authority = turn().await;
    let served = Served::on_loopback(app(Arc::default())).await?;
    let pay = || async { served.ask(Method::POST, "/tools/pay_supplier", &700.into()).await };
    assert_eq!(pay().await?.text().await?, "paid 700");

    let payments = TOOL_SERVER.replace("tool-server", "payments");
    authority.revoke(&payments)?;
    assert_refusal(pay().await?, "pay_supplier", "DEVICE_REVOKED").await;
    assert_eq!(served.ask(Method::GET, "/tools/count", &Value::Null).await?.status(), 200);

    authority.restore(&payments)?;
    assert_eq!(pay().await?.status(), 200);
    Ok(())
}

#[tokio::test]
async fn an_authority_that_is_down_is_a_503_until_it_is_back() -> TestResult {
    let (authority, warehouse) = (turn().await, Arc::new(Warehouse::default()));
    let served = Served::on_loopback(app(Arc::clone(&warehouse))).await?;
    authority.stop();
    for (tool, method, path, body) in calls() {
        let answer = served.ask(method, path, &body).await?;
        assert_eq!((answer.status().as_u16(), answer.headers().contains_key("retry-after")), (503, false), "{tool}");
        let refusal: Value = answer.json().await?;
        assert_eq!((&refusal["boundary"], &refusal["request_id"]), (&tool.into(), &Value::Null));
    }
    assert_eq!(warehouse.touched(), 0);
    authority.restart()?;
    assert_eq!(served.ask(Method::GET, "/tools/count", &Value::Null).await?.status(), 200);
    Ok(())
}

#[tokio::test]
async fn a_refused_request_is_refused_before_its_body_is_understood() -> TestResult {
    let authority = turn().await;
    let served = Served::on_loopback(app(Arc::default())).await?;
    let nonsense = "neither an item nor pieces".into();
    assert_eq!(served.ask(Method::POST, "/tools/ship", &nonsense).await?.status(), 422);
    authority.disable_org();
    assert_refusal(served.ask(Method::POST, "/tools/ship", &nonsense).await?, "ship", "ORG_DISABLED").await;
    Ok(())
}
