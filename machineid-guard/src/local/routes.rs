//! HTTP in, HTTP out.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{self, DefaultBodyLimit};
use axum::http::header::{ALLOW, CACHE_CONTROL};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};

use super::Endpoint;
use super::answer::Answer;
use super::own_names::OwnNames;
use super::question::Question;
use super::state::State;

/// A larger body is refused with HTTP 413.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// What every request is answered from.
#[derive(Clone)]
struct Desk {
    state: Arc<State>,
    own_names: Arc<OwnNames>,
}

/// One handler for every path: each request, good or bad, takes the same way through the key check
/// into the log.
pub(super) fn router(state: Arc<State>, own_names: OwnNames) -> Router {
    let desk = Desk { state, own_names: Arc::new(own_names) };
    Router::new().fallback(answer).layer(DefaultBodyLimit::max(MAX_BODY_BYTES)).with_state(desk)
}

async fn answer(
    extract::State(Desk { state, own_names }): extract::State<Desk>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let question = Question::read(&state.org_key, &own_names, &method, &uri, &headers, &body);
    let (answer, latency) = state.decide(&question);
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    response(answer, question.endpoint)
}

fn response(answer: Answer, endpoint: Endpoint) -> Response {
    let mut response = (answer.status, Json(answer.body)).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if answer.status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(ALLOW, HeaderValue::from_static(endpoint.method()));
    }
    response
}
