//! Tool servers over HTTP, on `tower` and what is built on it, such as `axum`.
//!
//! A layer puts a boundary in front of a route or of a whole router. What it answers in place of the
//! route is JSON, for the program that asks on a model's behalf:
//!
//! | denied because | HTTP | body |
//! |---|---|---|
//! | the authority said no | 403 | `code`, `request_id`, `boundary`, `message` |
//! | there was no answer that can be trusted | 503 | the same |
//!
//! `message` is the sentence for the model. Neither answer has a `retry-after`: a stop is not a hiccup.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ::tower_layer::Layer;
use ::tower_service::Service;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::{Extensions, Request, Response, StatusCode, Uri};

use crate::denied::{Denied, Reason};
use crate::frameworks::Gate;

type NameOf = dyn Fn(&Uri, &Extensions) -> String + Send + Sync;

/// Puts a boundary in front of every request that goes through it.
///
/// ```
/// use axum::{Router, routing::post};
/// use machineid_guard::frameworks::{Gate, tower::GuardLayer};
///
/// # fn app() -> Router {
/// Router::new()
///     .route("/tools/search", post(search).layer(GuardLayer::new("search")))
///     .route("/tools/refund", post(refund).layer(GuardLayer::new("refund").surface("payments")))
/// # }
/// # async fn search() {}
/// # async fn refund() {}
/// ```
///
/// The question is asked before the handler, its extractors and the layers inside of this one see the
/// request; the body is not read before the yes. The guard is the one in force, and servers run requests
/// on tasks of their own: [install](crate::Guard::install) it, or name it with [`gate`](Self::gate).
#[derive(Clone)]
pub struct GuardLayer {
    gate: Gate,
    name: Name,
}

#[derive(Clone)]
enum Name {
    Fixed(Arc<str>),
    Of(Arc<NameOf>),
}

impl GuardLayer {
    /// One boundary of this name.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self { gate: Gate::new(), name: Name::Fixed(name.into()) }
    }

    /// For a whole router: each request has the boundary that is named for it, from its URI or from what
    /// the router has put into its extensions.
    ///
    /// ```
    /// use axum::Router;
    /// use machineid_guard::frameworks::{Gate, tower::GuardLayer};
    ///
    /// # fn gated(tools: Router) -> Router {
    /// tools.route_layer(
    ///     GuardLayer::named_by(|uri, _extensions| uri.path().to_owned())
    ///         .gate(Gate::new().surfaces(|path| (path == "/tools/refund").then_some("payments"))),
    /// )
    /// # }
    /// ```
    ///
    /// Where paths have parameters, take axum's `MatchedPath` out of the extensions instead.
    pub fn named_by(name_of: impl Fn(&Uri, &Extensions) -> String + Send + Sync + 'static) -> Self {
        Self { gate: Gate::new(), name: Name::Of(Arc::new(name_of)) }
    }

    /// The surface that is acted on.
    #[must_use]
    pub fn surface(mut self, surface: &'static str) -> Self {
        self.gate = self.gate.surfaces(move |_name| Some(surface));
        self
    }

    /// The guard that asks, and the surface of each name.
    #[must_use]
    pub fn gate(mut self, gate: Gate) -> Self {
        self.gate = gate;
        self
    }
}

impl fmt::Debug for GuardLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardLayer").field("gate", &self.gate).finish_non_exhaustive()
    }
}

impl<S> Layer<S> for GuardLayer {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded { layer: self.clone(), inner }
    }
}

/// A service behind a [`GuardLayer`].
#[derive(Clone, Debug)]
pub struct Guarded<S> {
    layer: GuardLayer,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Guarded<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
    R: From<String>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let check = match &self.layer.name {
            Name::Fixed(name) => self.layer.gate.check(name),
            Name::Of(name_of) => self.layer.gate.check(&name_of(request.uri(), request.extensions())),
        };
        // The one that was polled ready goes into the future, and its clone stays.
        let clone = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, clone);
        Box::pin(async move {
            match check.ask().await {
                Ok(()) => inner.call(request).await,
                Err(denied) => Ok(refusal(&denied)),
            }
        })
    }
}

/// The answer in place of a denied route's: `{"code":"DEVICE_REVOKED","request_id":"…","boundary":"refund","message":"…"}`,
/// with `null` for a request id that is not known.
pub fn refusal<R: From<String>>(denied: &Denied) -> Response<R> {
    let body = serde_json::json!({
        "code": denied.code(),
        "request_id": denied.request_id(),
        "boundary": denied.boundary().name(),
        "message": denied.agent_message(),
    });
    let mut response = Response::new(R::from(body.to_string()));
    *response.status_mut() = status(denied.reason());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Whether somebody said no, or nobody said anything that can be trusted.
fn status(reason: &Reason) -> StatusCode {
    match reason {
        Reason::Authority(_) | Reason::Unexplained | Reason::RegistrationRefused => StatusCode::FORBIDDEN,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}
