//! Which connection a question goes out on.
//!
//! Over HTTP/2 the stream's number ties an answer to its question, so there all questions share a
//! connection. HTTP/1.1 has nothing but order: an answer that nobody asked for would be taken for that
//! to the next question. There a connection carries one question.
//!
//! TLS decides which of the two it is, so the first question finds it out, on a connection of its own,
//! while others wait for it. It is found out anew whenever a shared connection has ended.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use reqwest::header::{CONNECTION, HeaderValue};
use reqwest::{Request, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout_at;

use crate::client::base_url::Protocol;
use crate::client::recipe::Recipe;
use crate::client::wire::Wire;
use crate::decision::Fault;
use crate::setting::ConfigError;

/// How many connections that carry one question are open at once. A process has about a thousand file
/// descriptors, and a server that goes away while a thousand questions are open shall not be met by a
/// thousand handshakes.
const MOST_EXCLUSIVE: usize = 64;

#[derive(Debug)]
pub(super) struct Connections {
    recipe: Recipe,
    exclusive: reqwest::Client,
    slots: Arc<Semaphore>,
    known: Arc<Mutex<Known>>,
}

/// What is known of the other side.
#[derive(Debug)]
enum Known {
    Nothing,
    /// Somebody is finding out, and closes this when that has ended.
    Probed(watch::Receiver<()>),
    Http2(Arc<reqwest::Client>),
    Http1,
}

/// A connection in use for one question.
#[derive(Debug)]
pub(super) enum Connection {
    /// It carries this question and no other.
    Exclusive { http: reqwest::Client, expected: Option<Wire>, _slot: OwnedSemaphorePermit },
    /// The same, but that it will be shared where the answer comes over HTTP/2.
    Probe(Probe),
    /// HTTP/2, shared with other questions. It may have ended for reasons that have nothing to do with
    /// this one.
    Shared(Arc<reqwest::Client>),
}

/// The question that finds out what the other side speaks. Where it finds nothing, dropping it lets the
/// next one try.
#[derive(Debug)]
pub(super) struct Probe {
    http: Arc<reqwest::Client>,
    known: Arc<Mutex<Known>>,
    /// Dropped after what was found out has been written down.
    _over: watch::Sender<()>,
}

impl Connections {
    pub(super) fn new(recipe: Recipe) -> Result<Self, ConfigError> {
        let known = match recipe.protocol() {
            Protocol::Tls => Known::Nothing,
            Protocol::Plain => Known::Http1,
        };
        Ok(Self {
            exclusive: recipe.one_question_each()?,
            recipe,
            slots: Arc::new(Semaphore::new(MOST_EXCLUSIVE)),
            known: Arc::new(Mutex::new(known)),
        })
    }

    pub(super) async fn checkout(&self, deadline: Instant) -> Result<Connection, Fault> {
        let probed = match &mut *self.known() {
            known @ Known::Nothing => return self.probe(known),
            Known::Probed(probed) => Some(probed.clone()),
            Known::Http2(_) | Known::Http1 => None,
        };
        if let Some(probed) = probed {
            wait(probed, deadline).await;
        }
        // Whoever waited for nothing goes on alone.
        let expected = match &*self.known() {
            Known::Http2(shared) => return Ok(Connection::Shared(Arc::clone(shared))),
            Known::Http1 => Some(Wire::Http1),
            Known::Nothing | Known::Probed(_) => None,
        };
        self.exclusive(expected, deadline).await
    }

    /// A connection for a question that was lost with a shared one. No other question will be sent on it:
    /// where the server ends each connection after so many, a shared one could end again right before this.
    pub(super) async fn fresh(&self, deadline: Instant) -> Result<Connection, Fault> {
        self.exclusive(None, deadline).await
    }

    async fn exclusive(&self, expected: Option<Wire>, deadline: Instant) -> Result<Connection, Fault> {
        let slot = timeout_at(deadline.into(), Arc::clone(&self.slots).acquire_owned()).await;
        let slot = slot.map_err(|_| Fault::Timeout)?.map_err(|_| Fault::Unreachable)?;
        Ok(Connection::Exclusive { http: self.exclusive.clone(), expected, _slot: slot })
    }

    fn probe(&self, known: &mut Known) -> Result<Connection, Fault> {
        // Building can fail only where the process lacks a resource.
        let http = Arc::new(self.recipe.one_connection().map_err(|_| Fault::OutOfResources)?);
        let (over, probed) = watch::channel(());
        *known = Known::Probed(probed);
        Ok(Connection::Probe(Probe { http, known: Arc::clone(&self.known), _over: over }))
    }

    /// Learns from an answer that was read to its end.
    pub(super) fn answered(&self, connection: &Connection, wire: Wire) {
        match (connection, wire) {
            (Connection::Probe(probe), wire) => probe.found(wire),
            (Connection::Exclusive { .. }, Wire::Http2) => self.unlearn_http1(),
            _ => {}
        }
    }

    /// It speaks HTTP/2 by now: the next question finds a connection to share.
    fn unlearn_http1(&self) {
        let mut known = self.known();
        if matches!(*known, Known::Http1) {
            *known = Known::Nothing;
        }
    }

    /// After a fault nothing more is believed of this connection.
    pub(super) fn forget(&self, connection: &Connection) {
        let mut known = self.known();
        if let (Known::Http2(kept), Connection::Shared(lost)) = (&*known, connection) {
            if Arc::ptr_eq(kept, lost) {
                *known = Known::Nothing;
            }
        }
    }

    /// Believes no more of any connection.
    pub(super) fn forget_all(&self) {
        let mut known = self.known();
        if !matches!(*known, Known::Http1) {
            *known = Known::Nothing;
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        lock(&self.known)
    }
}

/// For half of the time that is left, so that the other half is there for a question of one's own: a first
/// question that hangs shall not take all those with it that came at the same time.
async fn wait(mut probed: watch::Receiver<()>, deadline: Instant) {
    let now = Instant::now();
    let half = now + deadline.saturating_duration_since(now) / 2;
    // Nothing is ever sent; the sender goes away.
    drop(timeout_at(half.into(), probed.changed()).await);
}

fn lock(known: &Mutex<Known>) -> MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Connection {
    pub(super) async fn execute(&self, mut request: Request) -> reqwest::Result<Response> {
        if let Self::Exclusive { expected: Some(Wire::Http1), .. } = self {
            // The server closes it first, and so keeps what the system keeps of a closed connection.
            request.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        match self {
            Self::Exclusive { http, .. } => http.execute(request).await,
            Self::Probe(Probe { http, .. }) | Self::Shared(http) => http.execute(request).await,
        }
    }

    pub(super) fn is_shared(&self) -> bool {
        matches!(self, Self::Shared(_))
    }
}

impl Probe {
    fn found(&self, wire: Wire) {
        *lock(&self.known) = match wire {
            Wire::Http2 => Known::Http2(Arc::clone(&self.http)),
            Wire::Http1 => Known::Http1,
        };
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        let mut known = lock(&self.known);
        if matches!(*known, Known::Probed(_)) {
            *known = Known::Nothing;
        }
    }
}
