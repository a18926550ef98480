//! However a tool's name is spelt, the device that is asked for is the one of the tool that would run.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::{MatchedPath, Path, State};
use axum::routing::post;
use machineid_guard::frameworks::{ActsOn, Gate, tower::GuardLayer};
use one_authority::{TOOL_SERVER, turn};

use crate::TestResult;
use crate::raw::Answer;
use crate::served::Served;

/// Payments that ran.
#[derive(Clone, Default)]
struct Refunds(Arc<AtomicUsize>);

impl Refunds {
    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// One route for all tools, as a server has it that looks them up in a table.
async fn any_tool(State(refunds): State<Refunds>, Path(tool): Path<String>) -> String {
    if tool == "refund" {
        refunds.0.fetch_add(1, Ordering::SeqCst);
    }
    tool
}

fn payments() -> String {
    TOOL_SERVER.replace("tool-server", "payments")
}

async fn ask(served: &Served, path: &str) -> Result<Answer, Box<dyn std::error::Error>> {
    let mut request = served.connect().await?;
    request.begin(path, "content-length: 0\r\n").await?;
    request.answer().await
}

#[tokio::test]
async fn a_name_in_the_path_is_read_as_the_handler_reads_it() -> TestResult {
    let (authority, refunds) = (turn().await, Refunds::default());
    let gate = Gate::new().surfaces(|path| match path {
        "/tools/refund" => ActsOn::Surface("payments"),
        "/tools/search" => ActsOn::Own,
        _ => ActsOn::Unknown,
    });
    let layer = GuardLayer::named_by(|path, _extensions| path.to_owned()).gate(gate);
    let app = Router::new().route("/tools/{name}", post(any_tool)).route_layer(layer);
    let served = Served::on_loopback(app.with_state(refunds.clone())).await?;
    assert_eq!(ask(&served, "/tools/refund").await?.status, 200);
    authority.revoke(&payments())?;
    for path in ["/tools/refund", "/tools/%72efund", "/tools/%72%65%66%75%6e%64", "/tools/%72%65%66%75%6E%64?x=1"] {
        let denied = ask(&served, path).await?;
        assert_eq!((denied.status, &denied.body["code"]), (403, &"DEVICE_REVOKED".into()), "{path}");
        assert_eq!(denied.body["boundary"], "/tools/refund", "{path}");
    }
    authority.clear_requests();
    for path in ["/tools/%zzrefund", "/tools/refund%", "/tools/%ff"] {
        let refused = ask(&served, path).await?;
        assert_eq!((refused.status, &refused.body["code"]), (400, &"PATH_INVALID".into()), "{path}");
    }
    // What the table does not know is denied: also what would be known if it were decoded twice.
    for path in ["/tools/Refund", "/tools/%2572efund", "/tools/refund%20", "/tools/refund%2F", "/tools/wipe"] {
        let denied = ask(&served, path).await?;
        assert_eq!((denied.status, &denied.body["code"]), (403, &"CONFIGURATION".into()), "{path}");
        assert!(denied.body["message"].as_str().is_some_and(|message| message.contains("NOT run")), "{path}");
    }
    assert_eq!(authority.validates(), 0, "nobody is asked about what is not there");
    assert_eq!(ask(&served, "/tools/search").await?.status, 200);
    assert_eq!(refunds.count(), 1);
    Ok(())
}

#[tokio::test]
async fn below_a_prefix_the_matched_route_and_the_end_of_the_path_name_the_right_device() -> TestResult {
    let by_route = GuardLayer::named_by(|path, extensions| match extensions.get::<MatchedPath>() {
        Some(route) => route.as_str().to_owned(),
        None => path.to_owned(),
    })
    .gate(Gate::new().surfaces(|route| match route {
        "/v1/tools/refund/{order}" => ActsOn::Surface("payments"),
        _ => ActsOn::Unknown,
    }));
    let by_end = GuardLayer::named_by(|path, _extensions| path.rsplit('/').next().unwrap_or_default().to_owned())
        .gate(Gate::new().surfaces(|tool| if tool == "refund" { "payments".into() } else { ActsOn::Unknown }));
    let whole_path = GuardLayer::named_by(|path, _extensions| path.to_owned()).gate(
        Gate::new().surfaces(|path| if path == "/v1/tools/refund" { "payments".into() } else { ActsOn::Unknown }),
    );
    for (layer, route, path, is_found) in [
        (by_route, "/tools/refund/{order}", "/v1/tools/refund/7", true),
        (by_end, "/tools/{name}", "/v1/tools/%72efund", true),
        // The prefix is not there any more: denied, and not asked for another device.
        (whole_path, "/tools/{name}", "/v1/tools/refund", false),
    ] {
        let (authority, refunds) = (turn().await, Refunds::default());
        let tools = Router::new().route(route, post(any_tool)).route_layer(layer);
        let served = Served::on_loopback(Router::new().nest("/v1", tools).with_state(refunds)).await?;
        let answer = ask(&served, path).await?;
        assert_eq!(answer.status, if is_found { 200 } else { 403 }, "{path}");
        let asked: Vec<_> =
            authority.requests().iter().filter_map(|asked| asked.device_id().map(str::to_owned)).collect();
        assert!(asked.iter().all(|device| *device == payments()) && asked.is_empty() != is_found, "{asked:?}");
    }
    Ok(())
}
