//! A router that knows nothing of boundaries, gated as a whole.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::MatchedPath;
use axum::routing::{get, post};
use machineid_guard::frameworks::{Gate, tower::GuardLayer};
use one_authority::{TOOL_SERVER, turn};
use reqwest::Method;
use serde_json::Value;

use crate::TestResult;
use crate::served::{Served, assert_refusal};

fn plain(effects: &Arc<AtomicUsize>) -> Router {
    let effect = |effects: &Arc<AtomicUsize>| {
        let effects = Arc::clone(effects);
        move || async move { effects.fetch_add(1, Ordering::SeqCst).to_string() }
    };
    Router::new().route("/tools/search", get(effect(effects))).route("/tools/refund/{order}", post(effect(effects)))
}

/// Named by the path that the router matched, so that its parameters do not make new names.
fn by_path() -> GuardLayer {
    let payments = |path: &str| path.starts_with("/tools/refund").then_some("payments");
    GuardLayer::named_by(|path, extensions| match extensions.get::<MatchedPath>() {
        Some(route) => route.as_str().to_owned(),
        None => path.to_owned(),
    })
    .gate(Gate::new().surfaces(payments))
}

#[tokio::test]
async fn a_router_is_gated_by_one_line_with_a_name_and_a_surface_for_each_route() -> TestResult {
    let (authority, effects) = (turn().await, Arc::new(AtomicUsize::new(0)));
    let app = plain(&effects).route_layer(by_path());
    let served = Served::on_loopback(app.route("/health", get(|| async { "ok" }))).await?;
    let refund = || served.ask(Method::POST, "/tools/refund/7", &Value::Null);
    let search = || served.ask(Method::GET, "/tools/search", &Value::Null);
    assert!(refund().await?.status().is_success() && search().await?.status().is_success());
    assert_eq!(authority.validates(), 2);

    authority.revoke(&TOOL_SERVER.replace("tool-server", "payments"))?;
    assert_refusal(refund().await?, "/tools/refund/{order}", "DEVICE_REVOKED").await;
    assert_eq!(search().await?.status(), 200);

    authority.disable_org();
    assert_refusal(search().await?, "/tools/search", "ORG_DISABLED").await;
    assert_eq!(served.ask(Method::GET, "/health", &Value::Null).await?.status(), 200);
    assert_eq!(effects.load(Ordering::SeqCst), 3);
    Ok(())
}

#[tokio::test]
async fn a_layer_can_bring_its_own_guard() -> TestResult {
    let (authority, effects) = (turn().await, Arc::new(AtomicUsize::new(0)));
    let guard = authority.guard().device_id("openai-agent:local:warehouse:02").build()?;
    let app = plain(&effects).layer(GuardLayer::new("warehouse").gate(Gate::new().guard(&guard)));
    let served = Served::on_loopback(app).await?;
    let search = || served.ask(Method::GET, "/tools/search", &Value::Null);
    assert_eq!(search().await?.status(), 200);
    authority.revoke("openai-agent:local:warehouse:02")?;
    assert_refusal(search().await?, "warehouse", "DEVICE_REVOKED").await;
    assert_eq!(effects.load(Ordering::SeqCst), 1);
    Ok(())
}
