//! The authority is asked when the request is there as a whole, however long the client takes for it.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::post;
use machineid_guard::frameworks::tower::GuardLayer;
use machineid_guard::local::Endpoint;
use one_authority::{TOOL_SERVER, Turn, turn};
use reqwest::Method;
use serde_json::Value;
use tower::ServiceBuilder;

use crate::TestResult;
use crate::raw::{Answer, Raw};
use crate::served::Served;

/// Longer than a busy machine takes for a request that nobody holds up.
const PATIENCE: Duration = Duration::from_secs(20);

/// A tool that counts, behind a layer that counts what reaches it.
#[derive(Clone, Default)]
struct Counted {
    arrived: Arc<AtomicUsize>,
    effects: Arc<AtomicUsize>,
}

impl Counted {
    fn layer(&self) -> GuardLayer {
        let arrived = Arc::clone(&self.arrived);
        GuardLayer::named_by(move |_path, _extensions| {
            arrived.fetch_add(1, Ordering::SeqCst);
            "refund".to_owned()
        })
    }

    fn app(&self, layer: GuardLayer) -> Router {
        let effects = Arc::clone(&self.effects);
        let refund = move |body: Bytes| async move {
            effects.fetch_add(1, Ordering::SeqCst);
            body.len().to_string()
        };
        Router::new().route("/tools/refund", post(refund).layer(layer))
    }

    fn effects(&self) -> usize {
        self.effects.load(Ordering::SeqCst)
    }

    async fn until_arrived(&self, requests: usize) -> TestResult {
        let arrived = async {
            while self.arrived.load(Ordering::SeqCst) < requests {
                tokio::task::yield_now().await;
            }
        };
        Ok(tokio::time::timeout(PATIENCE, arrived).await?)
    }
}

/// A request that lacks its last byte.
async fn held_back(served: &Served) -> Result<Raw, Box<dyn std::error::Error>> {
    let mut request = served.connect().await?;
    request.begin("/tools/refund", "content-length: 4\r\n").await?;
    request.send(b"1,2").await?;
    Ok(request)
}

fn assert_nobody_asked(authority: &Turn, tool: &Counted) {
    assert_eq!((authority.validates(), tool.effects()), (0, 0));
}

fn assert_no_request(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, &answer.body["code"]), (status, &code.into()), "{answer:?}");
    assert_eq!((&answer.body["request_id"], &answer.body["boundary"]), (&Value::Null, &Value::Null));
    assert!(answer.body["message"].as_str().is_some_and(|message| message.contains("NOT run")), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_requests_that_hold_back_their_last_byte_have_no_yes_in_hand_when_the_device_is_revoked() -> TestResult {
    let (authority, tool) = (turn().await, Counted::default());
    let served = Served::on_loopback(tool.app(tool.layer())).await?;
    assert_eq!(served.ask(Method::POST, "/tools/refund", &"warm".into()).await?.status(), 200);
    authority.clear_requests();

    let mut requests = Vec::new();
    for _ in 0..50 {
        requests.push(held_back(&served).await?);
    }
    tool.until_arrived(51).await?;
    assert_eq!(authority.validates(), 0, "nobody is asked for a request that is not there yet");
    authority.revoke(TOOL_SERVER)?;
    for request in &mut requests {
        request.send(b"3").await?;
    }
    for request in requests {
        let answer = request.answer().await?;
        assert_eq!((answer.status, &answer.body["code"]), (403, &"DEVICE_REVOKED".into()));
    }
    assert_eq!(tool.effects(), 1, "only the one before");
    assert!(authority.requests().iter().all(|asked| asked.endpoint() != Endpoint::Validate || asked.code() != "ALLOW"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_clients_take_no_places_from_others_and_run_when_they_are_done() -> TestResult {
    let (authority, tool) = (turn().await, Counted::default());
    let effects = Arc::clone(&tool.effects);
    // One request at a time.
    let refund =
        ServiceBuilder::new().layer(tool.layer()).concurrency_limit(1).service_fn(move |_: axum::extract::Request| {
            effects.fetch_add(1, Ordering::SeqCst);
            async { Ok::<_, Infallible>(axum::response::Response::new(Body::from("done"))) }
        });
    let served = Served::on_loopback(Router::new().route_service("/tools/refund", refund)).await?;
    let mut slow = Vec::new();
    for _ in 0..10 {
        slow.push(held_back(&served).await?);
    }
    tool.until_arrived(10).await?;
    let body = "quick".into();
    let quick = tokio::time::timeout(PATIENCE, served.ask(Method::POST, "/tools/refund", &body)).await??;
    assert_eq!((quick.status().as_u16(), authority.validates()), (200, 1));
    for mut request in slow {
        request.send(b"3").await?;
        assert_eq!(tokio::time::timeout(PATIENCE, request.answer()).await??.status, 200);
    }
    assert_eq!((tool.effects(), authority.validates()), (11, 11));
    Ok(())
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused_without_a_question() -> TestResult {
    let (authority, tool) = (turn().await, Counted::default());
    let served = Served::on_loopback(tool.app(tool.layer().body_limit(1000))).await?;
    // It says how large it is: not one byte of it is waited for.
    let mut announced = served.connect().await?;
    announced.begin("/tools/refund", "content-length: 1001\r\nexpect: 100-continue\r\n").await?;
    assert_no_request(&announced.answer().await?, 413, "BODY_TOO_LARGE");
    let mut chunked = served.connect().await?;
    chunked.begin("/tools/refund", "transfer-encoding: chunked\r\n").await?;
    for _ in 0..2 {
        chunked.send(format!("1f5\r\n{}\r\n", "x".repeat(501)).as_bytes()).await?;
    }
    assert_no_request(&chunked.answer().await?, 413, "BODY_TOO_LARGE");
    assert_nobody_asked(&authority, &tool);

    let mut largest = served.connect().await?;
    largest.begin("/tools/refund", "transfer-encoding: chunked\r\n").await?;
    largest.send(format!("3e8\r\n{}\r\n0\r\n\r\n", "x".repeat(1000)).as_bytes()).await?;
    let answer = largest.answer().await?;
    assert_eq!((answer.status, authority.validates(), tool.effects()), (200, 1, 1), "{answer:?}");
    Ok(())
}

#[tokio::test]
async fn two_mebibytes_are_the_limit_that_nobody_set() -> TestResult {
    const LIMIT: usize = 2 * 1024 * 1024;
    let (_authority, tool) = (turn().await, Counted::default());
    let served = Served::on_loopback(tool.app(tool.layer())).await?;
    let mut announced = served.connect().await?;
    announced.begin("/tools/refund", &format!("content-length: {}\r\n", LIMIT + 1)).await?;
    assert_no_request(&announced.answer().await?, 413, "BODY_TOO_LARGE");
    let mut largest = served.connect().await?;
    largest.begin("/tools/refund", &format!("content-length: {LIMIT}\r\n")).await?;
    largest.send(&vec![b'x'; LIMIT]).await?;
    assert_eq!(largest.answer().await?.body, LIMIT);
    Ok(())
}

#[tokio::test]
async fn a_body_that_does_not_arrive_whole_is_a_400_and_no_question() -> TestResult {
    let (authority, tool) = (turn().await, Counted::default());
    let served = Served::on_loopback(tool.app(tool.layer())).await?;
    let mut garbled = served.connect().await?;
    garbled.begin("/tools/refund", "transfer-encoding: chunked\r\n").await?;
    garbled.send(b"not a length\r\n").await?;
    assert_no_request(&garbled.answer().await?, 400, "BODY_INVALID");
    drop(held_back(&served).await?);
    tool.until_arrived(2).await?;
    assert_eq!(served.ask(Method::POST, "/tools/refund", &"whole".into()).await?.status(), 200);
    assert_eq!((authority.validates(), tool.effects()), (1, 1));
    Ok(())
}

#[tokio::test]
async fn a_client_that_waits_to_be_told_to_go_on_is_told_before_anybody_is_asked() -> TestResult {
    let (authority, tool) = (turn().await, Counted::default());
    let served = Served::on_loopback(tool.app(tool.layer())).await?;
    let mut request = served.connect().await?;
    request.begin("/tools/refund", "content-length: 4\r\nexpect: 100-continue\r\n").await?;
    assert!(request.some().await?.starts_with("HTTP/1.1 100"));
    assert_nobody_asked(&authority, &tool);
    request.send(b"1,23").await?;
    assert_eq!(request.answer().await?.body, 4);
    Ok(())
}
