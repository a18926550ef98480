//! Which connection a question goes out on.
//!
//! reqwest's own pool hides what has to be known here: whether a connection was used before, and that
//! the next one is new. So each plain connection is a reqwest client of its own, which carries one
//! question at a time, and all of HTTP/2 is one reqwest client, replaced as soon as it fails.

use std::sync::atomic::{AtomicBool, Ordering};
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
    plainslots: Arc<Semaphore>,
    /// Plain connections that are free; over HTTP/2, the one client that all share.
    pool: Mutex<Vec<Channel>>,
}

/// What a connection is made from.
#[derive(Debug)]
struct Recipe {
    base_url: BaseUrl,
    tls: ClientConfig,
}

/// A reqwest client, and whether a question was answered on it, so that its connection is an old one.
#[derive(Clone, Debug)]
struct Channel {
    http: reqwest::Client,
    answered: Arc<AtomicBool>,
}

/// A channel in use for one question.
#[derive(Debug)]
pub(super) struct Connection {
    channel: Channel,
    pooled: bool,
    protocol: Protocol,
    slot: Option<OwnedSemaphorePermit>,
}

impl Connections {
    pub(super) fn new(base_url: &BaseUrl, tls: ClientConfig, reuse: Reuse) -> Self {
        Self {
            recipe: Recipe { base_url: base_url.clone(), tls },
            reuse,
            plainslots: Arc::new(Semaphore::new(MOST_PLAIN)),
            pool: Mutex::default(),
        }
    }

    pub(super) async fn checkout(&self) -> Result<Connection, Fault> {
        let slot = match self.protocol() {
            Protocol::Http2OverTls => None,
            Protocol::PlainHttp1 => {
                let slot = Arc::clone(&self.plainslots).acquire_owned().await;
                Some(slot.map_err(|_| Fault::Unreachable)?)
            }
        };
        Ok(self.in_use(self.take()?, slot))
    }

    fn take(&self) -> Result<Channel, Fault> {
        let mut pool = self.pool();
        match self.protocol() {
            Protocol::PlainHttp1 => pool.pop().map_or_else(|| self.recipe.channel(), Ok),
            Protocol::Http2OverTls => match pool.first() {
                Some(shared) => Ok(shared.clone()),
                None => {
                    let shared = self.recipe.channel()?;
                    pool.push(shared.clone());
                    Ok(shared)
                }
            },
        }
    }

    /// A younger connection in place of one that was lost.
    pub(super) fn replace(&self, lost: Connection) -> Result<Connection, Fault> {
        self.forget(&lost.channel);
        let channel = match self.protocol() {
            // Whatever else is free was used before as well.
            Protocol::PlainHttp1 => self.recipe.channel()?,
            Protocol::Http2OverTls => self.take()?,
        };
        Ok(self.in_use(channel, lost.slot))
    }

    pub(super) fn give_back(&self, connection: Connection) {
        connection.channel.answered.store(true, Ordering::Relaxed);
        if self.protocol() == Protocol::PlainHttp1 && self.reuse == Reuse::OnOneThread {
            self.pool().push(connection.channel);
        }
    }

    /// After a fault nothing more is believed of this connection.
    pub(super) fn discard(&self, connection: &Connection) {
        self.forget(&connection.channel);
    }

    fn forget(&self, channel: &Channel) {
        self.pool().retain(|kept| !Arc::ptr_eq(&kept.answered, &channel.answered));
    }

    fn in_use(&self, channel: Channel, slot: Option<OwnedSemaphorePermit>) -> Connection {
        let pooled = channel.answered.load(Ordering::Relaxed);
        Connection { channel, pooled, protocol: self.protocol(), slot }
    }

    fn protocol(&self) -> Protocol {
        self.recipe.base_url.protocol()
    }

    fn pool(&self) -> MutexGuard<'_, Vec<Channel>> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
        if self.protocol == Protocol::PlainHttp1 && self.pooled {
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
        }
    }

    /// Whether the question went out on a connection that had carried another one before. Where the server
    /// had closed that in time, it was a new one after all, which makes the one retry no less fair.
    pub(super) fn was_pooled(&self) -> bool {
        self.pooled
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
        Ok(Channel { http, answered: Arc::default() })
    }
}
