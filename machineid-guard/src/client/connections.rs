//! Which connection a question goes out on.
//!
//! reqwest's own pool hides what has to be known here: whether a connection was used before, and that
//! the next one is new. So each plain connection is a reqwest client of its own, which carries one
//! question at a time, and all of HTTP/2 is one reqwest client, replaced as soon as it fails.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::{ClientBuilder, Request, Response};
use rustls::ClientConfig;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::client::base_url::{BaseUrl, Protocol};
use crate::decision::Fault;

/// How many plain connections are open at once. A process has about a thousand file descriptors, and
/// the authority on a loopback port is one process as well.
const MOST_PLAIN: usize = 64;
/// How many retries over HTTP/2 are under way at once. A server that goes away while a thousand questions
/// are open shall not be met by a thousand handshakes.
const MOST_RETRIES: usize = 16;
/// The server may close an idle connection at any time; do not keep it longer than most servers do.
const IDLE: Duration = Duration::from_secs(50);
/// How often an HTTP/2 connection is asked whether it still lives, and how long it may take to say so.
const PING_EVERY: Duration = Duration::from_secs(10);
const PING_WITHIN: Duration = Duration::from_secs(2);

/// Whether a plain HTTP/1.1 connection may carry a second question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reuse {
    Never,
    /// Only for a client whose every future runs on one current-thread runtime. There, yielding hands
    /// all bytes that arrived so far to the connection, which closes itself when nobody asked for them.
    OnOneThread,
}

#[derive(Debug)]
pub(super) struct Connections {
    recipe: Recipe,
    reuse: Reuse,
    plain_slots: Arc<Semaphore>,
    /// For retries over HTTP/2, each of which opens a connection.
    retry_slots: Arc<Semaphore>,
    /// Plain connections that are free; over HTTP/2, the one client that all share.
    pool: Mutex<Vec<Channel>>,
}

/// What a connection is made from.
#[derive(Debug)]
struct Recipe {
    base_url: BaseUrl,
    tls: ClientConfig,
}

/// A reqwest client, which has one connection, and how many questions went out on it.
#[derive(Clone, Debug)]
struct Channel {
    http: reqwest::Client,
    questions: Arc<AtomicUsize>,
}

/// A channel in use for one question.
#[derive(Debug)]
pub(super) struct Connection {
    channel: Channel,
    protocol: Protocol,
    slot: Option<OwnedSemaphorePermit>,
}

impl Connections {
    pub(super) fn new(base_url: &BaseUrl, tls: ClientConfig, reuse: Reuse) -> Self {
        Self {
            recipe: Recipe { base_url: base_url.clone(), tls },
            reuse,
            plain_slots: Arc::new(Semaphore::new(MOST_PLAIN)),
            retry_slots: Arc::new(Semaphore::new(MOST_RETRIES)),
            pool: Mutex::default(),
        }
    }

    pub(super) async fn checkout(&self) -> Result<Connection, Fault> {
        let slot = match self.protocol() {
            Protocol::Http2OverTls => None,
            Protocol::PlainHttp1 => Some(a_slot(&self.plain_slots).await?),
        };
        let channel = self.take().map_or_else(|| self.open(), Ok)?;
        Ok(self.in_use(channel, slot))
    }

    fn take(&self) -> Option<Channel> {
        let mut pool = self.pool();
        match self.protocol() {
            Protocol::PlainHttp1 => pool.pop(),
            Protocol::Http2OverTls => pool.first().cloned(),
        }
    }

    fn open(&self) -> Result<Channel, Fault> {
        let channel = self.recipe.channel()?;
        if self.protocol() == Protocol::Http2OverTls {
            self.share(&channel);
        }
        Ok(channel)
    }

    /// A connection of its own for a question that was lost with an old one. No other question has been
    /// sent on it, nor will one be before this one is answered: where the server ends each connection after
    /// so many questions, a shared one could end again right before this.
    pub(super) async fn replace(&self, lost: Connection) -> Result<Connection, Fault> {
        self.forget(&lost.channel);
        let slot = match self.protocol() {
            Protocol::PlainHttp1 => lost.slot,
            Protocol::Http2OverTls => Some(a_slot(&self.retry_slots).await?),
        };
        Ok(self.in_use(self.recipe.channel()?, slot))
    }

    fn in_use(&self, channel: Channel, slot: Option<OwnedSemaphorePermit>) -> Connection {
        channel.questions.fetch_add(1, Ordering::Relaxed);
        Connection { channel, protocol: self.protocol(), slot }
    }

    pub(super) fn give_back(&self, connection: Connection) {
        match self.protocol() {
            Protocol::PlainHttp1 if self.reuse == Reuse::OnOneThread => self.pool().push(connection.channel),
            Protocol::PlainHttp1 => {}
            Protocol::Http2OverTls => self.share(&connection.channel),
        }
    }

    /// Over HTTP/2, lets later questions have this connection, unless they have one.
    fn share(&self, channel: &Channel) {
        let mut pool = self.pool();
        if pool.is_empty() {
            pool.push(channel.clone());
        }
    }

    /// After a fault nothing more is believed of this connection.
    pub(super) fn discard(&self, connection: &Connection) {
        self.forget(&connection.channel);
    }

    pub(super) fn forget_all(&self) {
        self.pool().clear();
    }

    fn forget(&self, channel: &Channel) {
        self.pool().retain(|kept| !Arc::ptr_eq(&kept.questions, &channel.questions));
    }

    fn protocol(&self) -> Protocol {
        self.recipe.base_url.protocol()
    }

    fn pool(&self) -> MutexGuard<'_, Vec<Channel>> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn a_slot(slots: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Fault> {
    Arc::clone(slots).acquire_owned().await.map_err(|_| Fault::Unreachable)
}

impl Connection {
    pub(super) async fn execute(&self, request: Request) -> reqwest::Result<Response> {
        self.channel.http.execute(request).await
    }

    /// Lets a connection that was used before see what has arrived on it since.
    ///
    /// A current-thread runtime polls its I/O driver before it wakes a task that yielded, and runs the
    /// connection's task first. Bytes that nobody asked for make hyper close the connection, so they
    /// are never taken for the answer to the question that comes now.
    pub(super) async fn settle_before_reuse(&self) {
        if self.protocol == Protocol::PlainHttp1 && self.was_pooled() {
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
        }
    }

    /// Whether the question is not the only one of its connection, which may so have ended for reasons that
    /// have nothing to do with it.
    pub(super) fn was_pooled(&self) -> bool {
        self.channel.questions.load(Ordering::Relaxed) > 1
    }
}

impl Recipe {
    fn channel(&self) -> Result<Channel, Fault> {
        let mut builder = ClientBuilder::new()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .referer(false)
            .tcp_nodelay(true)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(1)
            .tls_backend_preconfigured(self.tls.clone());
        if let Some((host, addresses)) = self.base_url.pinned_localhost() {
            builder = builder.resolve_to_addrs(host, &addresses);
        }
        builder = match self.base_url.protocol() {
            Protocol::PlainHttp1 => builder.http1_only(),
            Protocol::Http2OverTls => builder
                .http2_prior_knowledge()
                .https_only(true)
                .http2_keep_alive_interval(PING_EVERY)
                .http2_keep_alive_timeout(PING_WITHIN)
                .http2_keep_alive_while_idle(true)
                .http2_max_header_list_size(16 * 1024),
        };
        // Building can fail only where the process lacks a resource.
        let http = builder.build().map_err(|_| Fault::Unreachable)?;
        Ok(Channel { http, questions: Arc::default() })
    }
}
