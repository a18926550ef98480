//! What a connection is made from.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use reqwest::ClientBuilder;
use rustls::ClientConfig;

use crate::client::base_url::{BaseUrl, Protocol};
use crate::client::one_connection::OneConnection;
use crate::client::proxy::ProxyUrl;
use crate::client::resolver::Resolver;
use crate::setting::{ConfigError, Problem};

/// The server may close an idle connection at any time; do not keep it longer than most servers do.
const IDLE: Duration = Duration::from_secs(50);
/// How often an HTTP/2 connection is asked whether it still lives, and how long it may take to say so.
const PING_EVERY: Duration = Duration::from_secs(10);
const PING_WITHIN: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(super) struct Recipe {
    base_url: BaseUrl,
    /// Its clones share the sessions that later handshakes resume.
    tls: ClientConfig,
    proxy: Option<ProxyUrl>,
    resolver: Arc<Resolver>,
}

impl Recipe {
    pub(super) fn new(base_url: BaseUrl, tls: ClientConfig, proxy: Option<ProxyUrl>) -> Self {
        Self { base_url, tls, proxy, resolver: Arc::default() }
    }

    pub(super) fn protocol(&self) -> Protocol {
        self.base_url.protocol()
    }

    /// Opens a connection for each question, which no other question can find.
    pub(super) fn one_question_each(&self) -> Result<reqwest::Client, ConfigError> {
        let client = self.builder().and_then(|builder| builder.pool_max_idle_per_host(0).build());
        client.map_err(|_| ConfigError::new("the HTTP client", Problem::System(ErrorKind::Other)))
    }

    /// Opens one connection, for as many questions as it bears.
    pub(super) fn one_connection(&self) -> reqwest::Result<reqwest::Client> {
        let builder = self.builder()?.pool_max_idle_per_host(1).pool_idle_timeout(IDLE);
        builder.connector_layer(OneConnection::default()).build()
    }

    fn builder(&self) -> reqwest::Result<ClientBuilder> {
        let mut builder = ClientBuilder::new()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .referer(false)
            .tcp_nodelay(true)
            .dns_resolver(Arc::clone(&self.resolver))
            .tls_backend_preconfigured(self.tls.clone());
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy.rule()?);
        }
        if let Some((host, address)) = self.base_url.pinned_localhost() {
            builder = builder.resolve(host, address);
        }
        #[cfg(unix)]
        if let Some(socket) = self.base_url.relay() {
            builder = builder.unix_socket(socket.as_path());
        }
        Ok(match self.base_url.protocol() {
            Protocol::Plain => builder.http1_only(),
            Protocol::Tls => builder
                .https_only(true)
                .http2_keep_alive_interval(PING_EVERY)
                .http2_keep_alive_timeout(PING_WITHIN)
                .http2_keep_alive_while_idle(true)
                .http2_max_header_list_size(16 * 1024),
        })
    }
}
