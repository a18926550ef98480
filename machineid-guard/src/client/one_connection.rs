//! A reqwest client that opens one connection in its life.
//!
//! The pool under it opens another as soon as the first has ended, without a word, and for each of the callers that
//! come just then. Here the end of a connection shall be known instead: the next one may speak another protocol.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

type BoxError = Box<dyn Error + Send + Sync>;

/// The connection has ended, and the question was not sent.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the one connection of this client has ended")]
pub(super) struct Spent;

/// Lets one connection be opened.
#[derive(Clone, Debug, Default)]
pub(super) struct OneConnection(Arc<AtomicBool>);

/// A connector that connects once.
#[derive(Clone, Debug)]
pub(super) struct Once<S> {
    connector: S,
    used: Arc<AtomicBool>,
}

impl<S> Layer<S> for OneConnection {
    type Service = Once<S>;

    fn layer(&self, connector: S) -> Once<S> {
        Once { connector, used: Arc::clone(&self.0) }
    }
}

impl<S, R> Service<R> for Once<S>
where
    S: Service<R, Error = BoxError>,
    S::Response: 'static,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, destination: R) -> Self::Future {
        if self.used.swap(true, Ordering::Relaxed) {
            return Box::pin(async { Err(BoxError::from(Spent)) });
        }
        Box::pin(self.connector.call(destination))
    }
}
