//! Tool servers over HTTP, on `tower` and what is built on it, such as `axum`.
//!
//! A layer puts a boundary in front of a route or of a whole router. What it answers in place of the
//! route is JSON, for the program that asks on a model's behalf:
//!
//! | because | HTTP | `code` |
//! |---|---|---|
//! | the authority said no | 403 | the authority's |
//! | the gate does not know the tool ([`ActsOn::Unknown`](super::ActsOn)) | 403 | `CONFIGURATION` |
//! | there was no answer that can be trusted | 503 | of the [`Reason`](crate::Reason) |
//! | the request's body is larger than the [limit](GuardLayer::body_limit) | 413 | `BODY_TOO_LARGE` |
//! | the body did not arrive whole | 400 | `BODY_INVALID` |
//! | the path cannot be percent-decoded, and the boundary is [named by](GuardLayer::named_by) it | 400 | `PATH_INVALID` |
//!
//! All have the fields `code`, `request_id`, `boundary` and `message`, the sentence for the model. None has a
//! `retry-after`: a stop is not a hiccup. In the last three rows nobody was asked, and there is no boundary.
//!
//! # When it asks
//!
//! When the handler is about to run. **The request's body is collected first**, up to a limit: a client that
//! holds back its last byte would otherwise have been asked for long before, and could finish the request
//! after the revoke. Then the service inside is waited for until it is ready, then the authority is asked,
//! and on a yes the service is called at once with the collected body. A client that is slow holds up
//! nothing but its own request; how long it may be is for your server's timeouts to say.
//!
//! | | what holds |
//! |---|---|
//! | a body that streams | the handler gets it in one piece, without trailers. For uploads that do not fit into memory leave the layer away: put an attribute on what the handler does with them, and a [`checkpoint!`](crate::checkpoint) for each piece |
//! | an upgrade, a WebSocket | the upgrade is asked for, and what is sent over it is not: `checkpoint!` for each message |
//! | a response that streams | is not stopped: `checkpoint!` for each item, or `recheck` |
//! | `Expect: 100-continue` | the client is told to go on before the authority is asked, because the body is read first; not where it says that it is above the limit |
//! | a layer between this one and the handler | its time passes after the yes, whose age is not looked at again: a queue, a retry or a timeout there works with a yes that grows old. Put this layer innermost (axum's first `.layer`, the last one of a `ServiceBuilder`), or an attribute on the handler |
//! | an extractor in the handler | runs after the yes, on a body that is there already |

mod body;
mod path;
mod refusal;

use std::error::Error;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ::tower_layer::Layer;
use ::tower_service::Service;
use bytes::Bytes;
use http::request::Parts;
use http::{Extensions, Request, Response};
use http_body::Body;

use crate::frameworks::Gate;

use body::Uncollected;
use refusal::NoRequest;

pub use refusal::refusal;

/// The default of [`GuardLayer::body_limit`], in bytes.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

type NameOf = dyn Fn(&str, &Extensions) -> String + Send + Sync;

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
/// The question is asked when the request's body is there, before the handler, its extractors and the layers
/// inside of this one see the request: see the [module](self). The guard is the one in force, and servers run
/// requests on tasks of their own: [install](crate::Guard::install) it, or name it with [`gate`](Self::gate).
#[derive(Clone)]
pub struct GuardLayer {
    gate: Gate,
    name: Name,
    body_limit: usize,
}

#[derive(Clone)]
enum Name {
    Fixed(Arc<str>),
    Of(Arc<NameOf>),
}

impl GuardLayer {
    /// One boundary of this name.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self::named(Name::Fixed(name.into()))
    }

    /// For a whole router: each request has the boundary that is named for it, from its path or from what the
    /// router has put into its extensions.
    ///
    /// The path is percent-decoded, as handlers read it: `/tools/%72efund` is `/tools/refund`. One that cannot
    /// be decoded is answered with HTTP 400.
    ///
    /// Where every tool has a route of its own, take the route that matched. It is the same however the
    /// request is spelt, also with parameters and below a `nest`:
    ///
    /// ```
    /// use axum::{Router, extract::MatchedPath};
    /// use machineid_guard::frameworks::{ActsOn, Gate, tower::GuardLayer};
    ///
    /// # fn gated(tools: Router) -> Router {
    /// tools.route_layer(
    ///     GuardLayer::named_by(|path, extensions| match extensions.get::<MatchedPath>() {
    ///         Some(route) => route.as_str().to_owned(),
    ///         None => path.to_owned(),
    ///     })
    ///     .gate(Gate::new().surfaces(|route| match route {
    ///         "/tools/refund/{order}" => ActsOn::Surface("payments"),
    ///         "/tools/search" => ActsOn::Own,
    ///         _ => ActsOn::Unknown,
    ///     })),
    /// )
    /// # }
    /// ```
    ///
    /// Where one route has the tool's name as a parameter, the route is the same for all tools, and the path
    /// tells them apart. **Below axum's `nest` it lacks the prefix**, which is in `OriginalUri`, so compare its
    /// end, and let a path that you do not know be denied:
    ///
    /// ```
    /// # use axum::Router;
    /// # use machineid_guard::frameworks::{ActsOn, Gate, tower::GuardLayer};
    /// # fn gated(tools: Router) -> Router {
    /// // .route("/tools/{name}", post(call_tool))
    /// tools.route_layer(
    ///     GuardLayer::named_by(|path, _extensions| path.rsplit('/').next().unwrap_or_default().to_owned())
    ///         .gate(Gate::new().surfaces(|tool| match tool {
    ///             "refund" => ActsOn::Surface("payments"),
    ///             "search" => ActsOn::Own,
    ///             _ => ActsOn::Unknown,
    ///         })),
    /// )
    /// # }
    /// ```
    ///
    /// Safest is an attribute on each tool that such a handler calls.
    pub fn named_by(name_of: impl Fn(&str, &Extensions) -> String + Send + Sync + 'static) -> Self {
        Self::named(Name::Of(Arc::new(name_of)))
    }

    fn named(name: Name) -> Self {
        Self { gate: Gate::new(), name, body_limit: BODY_LIMIT }
    }

    /// The surface that is acted on.
    #[must_use]
    pub fn surface(mut self, surface: &'static str) -> Self {
        self.gate = self.gate.surfaces(move |_name| surface);
        self
    }

    /// The guard that asks, and the surface of each name.
    #[must_use]
    pub fn gate(mut self, gate: Gate) -> Self {
        self.gate = gate;
        self
    }

    /// The largest body of a request, in bytes; 2 MiB unless set. A larger one is answered with HTTP 413, and
    /// nobody is asked.
    ///
    /// The body is held in memory, so this times the number of requests that your server takes at once is what
    /// clients can make it hold. axum's extractors have a limit of their own, also of 2 MB: `DefaultBodyLimit`.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// `None` where the path cannot be read.
    fn name_of(&self, request: &Parts) -> Option<Arc<str>> {
        match &self.name {
            Name::Fixed(name) => Some(Arc::clone(name)),
            Name::Of(name_of) => {
                let path = path::decoded(request.uri.path())?;
                Some(name_of(&path, &request.extensions).into())
            }
        }
    }
}

impl fmt::Debug for GuardLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardLayer")
            .field("gate", &self.gate)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
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
    B: Body + From<Bytes> + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
    R: From<String>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    /// Always ready. A service inside that lets in a few requests at a time is waited for when the body is
    /// there: clients that are slow with theirs would take all of its places.
    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (layer, mut inner) = (self.layer.clone(), self.inner.clone());
        Box::pin(async move {
            let (name, request) = match layer.complete(request).await {
                Ok(complete) => complete,
                Err(no_request) => return Ok(no_request.answer()),
            };
            poll_fn(|cx| inner.poll_ready(cx)).await?;
            match layer.gate.check(&name).ask().await {
                Ok(()) => inner.call(request).await,
                Err(denied) => Ok(refusal(&denied)),
            }
        })
    }
}

impl GuardLayer {
    /// The boundary's name, and the request with all of its body.
    async fn complete<B>(&self, request: Request<B>) -> Result<(Arc<str>, Request<B>), NoRequest>
    where
        B: Body + From<Bytes>,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        let (parts, body) = request.into_parts();
        let name = self.name_of(&parts).ok_or(NoRequest::Path)?;
        match body::collect(body, self.body_limit).await {
            Ok(body) => Ok((name, Request::from_parts(parts, body.into()))),
            Err(Uncollected::TooLarge) => Err(NoRequest::BodyTooLarge { limit: self.body_limit }),
            Err(Uncollected::Broken) => Err(NoRequest::BodyBroken),
        }
    }
}
