use std::path::PathBuf;
use std::time::Duration;

use crate::client::base_url::Protocol;
use crate::client::exchange::Transport;
use crate::client::key_source::KeySource;
use crate::client::pinned_host;
use crate::client::proxy::ProxyUrl;
use crate::client::recipe::Recipe;
use crate::client::tls::{self, Roots};
use crate::client::{BaseUrl, Client};
use crate::setting::{self, BASE_URL_VARIABLE, ConfigError, PROXY_VARIABLE, Problem};

/// The official guides ask for 1 to 3 s.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(2);
const BASE_URL_METHOD: &str = ".base_url(…)";
const SHORTEST_TIMEOUT: Duration = Duration::from_millis(100);
const LONGEST_TIMEOUT: Duration = Duration::from_secs(10);

/// Collects what a [`Client`] needs. Nothing is checked before [`build`](Self::build).
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `.build()`"]
pub struct ClientBuilder {
    org_key: KeySource,
    base_url_setting: &'static str,
    base_url: Option<Result<BaseUrl, ConfigError>>,
    pinned_host: Option<String>,
    timeout: Duration,
    roots: Roots,
    proxy: Option<Result<ProxyUrl, ConfigError>>,
}

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self {
            org_key: KeySource::unset(),
            base_url_setting: BASE_URL_METHOD,
            base_url: None,
            pinned_host: None,
            timeout: DEFAULT_TIMEOUT,
            roots: Roots::default(),
            proxy: None,
        }
    }

    /// A builder that has already read `MACHINEID_ORG_KEY` or `MACHINEID_ORG_KEY_FILE`, and where they are set
    /// `MACHINEID_BASE_URL` and `MACHINEID_PROXY`. The file itself is read by [`build`](Self::build).
    ///
    /// # Errors
    /// [`ConfigError`] naming the variable that is not UTF-8, or both of those that exclude each other. That neither
    /// is set is an error of [`build`](Self::build), unless the address is that of a relay.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut builder = Self::new();
        builder.org_key = KeySource::from_env()?;
        if let Some(url) = setting::variable(BASE_URL_VARIABLE)? {
            builder.base_url_setting = BASE_URL_VARIABLE;
            builder.base_url = Some(BaseUrl::from_setting(BASE_URL_VARIABLE, &url));
        }
        if let Some(url) = setting::variable(PROXY_VARIABLE)? {
            builder.proxy = Some(ProxyUrl::from_setting(PROXY_VARIABLE, &url));
        }
        Ok(builder)
    }

    /// The organisation key, `org_…`. Required, but with the address of a relay's socket, where it is refused: the
    /// relay has the key. For a relay on a port it is this agent's token, which the relay replaces by the key.
    pub fn org_key(mut self, key: impl AsRef<str>) -> Self {
        self.org_key = KeySource::given(key.as_ref());
        self
    }

    /// The file that has the organisation key, in place of [`org_key`](Self::org_key): a regular file that
    /// holds the key and nothing else but white space around it. It is read once, by [`build`](Self::build).
    ///
    /// On Unix it is refused when its group or others have any permission for it (`chmod 600`). Elsewhere
    /// permissions are not looked at: see to it that only this program's user may read the file. Code that
    /// runs as the same user can read it everywhere.
    pub fn org_key_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.org_key = KeySource::File { setting: ".org_key_file(…)", path: path.into() };
        self
    }

    /// Where the authority is; `https://machineid.io` unless set. Plain `http://` is accepted for a
    /// loopback address only.
    ///
    /// Or where a relay is (`machineid relay`), which has the organisation key, so that this process need not:
    /// `unix:/run/machineid/relay.sock`, an absolute path of at most 107 bytes (Linux). Its socket is spoken to in
    /// plain HTTP/1.1. Unix only.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.base_url_setting = BASE_URL_METHOD;
        self.base_url = Some(BaseUrl::from_setting(BASE_URL_METHOD, url.as_ref()));
        self
    }

    /// The only host that the organisation key may be sent to, such as `machineid.internal`. With another
    /// one, from [`base_url`](Self::base_url) or from `MACHINEID_BASE_URL`, nothing is built. Case does not
    /// matter; the port is not looked at.
    pub fn pinned_host(mut self, host: impl Into<String>) -> Self {
        self.pinned_host = Some(host.into());
        self
    }

    /// The time that one call may take in all, 100 ms to 10 s; 2 s unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Trusts this certificate authority instead of the public ones that are built in (Mozilla's
    /// list). PEM or DER. For an authority behind a company's own TLS. Certificates that the
    /// environment names (`SSL_CERT_FILE`) are never trusted.
    pub fn root_certificate(mut self, certificate: impl AsRef<[u8]>) -> Self {
        self.roots.add(certificate.as_ref());
        self
    }

    /// The HTTP proxy through which the authority is reached: `http://host:port`, or
    /// `http://user:password@host:port`. No proxy unless set; the variables that other programs obey
    /// (`HTTPS_PROXY`) are not read.
    ///
    /// It is asked for a tunnel (`CONNECT`), and TLS goes through that to the authority: the proxy sees
    /// the authority's host and port, and neither the key nor a question. So it needs an `https` base URL.
    pub fn proxy(mut self, url: impl AsRef<str>) -> Self {
        self.proxy = Some(ProxyUrl::from_setting(".proxy(…)", url.as_ref()));
        self
    }

    /// Checks the configuration. Opens no connection.
    ///
    /// # Errors
    /// [`ConfigError`] naming the method or variable to change.
    pub fn build(self) -> Result<Client, ConfigError> {
        let base_url = self.base_url.unwrap_or_else(BaseUrl::service)?;
        let org_key = self.org_key.key_for(&base_url)?;
        if let Some(host) = &self.pinned_host {
            pinned_host::demand(host, &base_url, self.base_url_setting)?;
        }
        if !(SHORTEST_TIMEOUT..=LONGEST_TIMEOUT).contains(&self.timeout) {
            return Err(ConfigError::new(".timeout(…)", Problem::TimeoutOutOfRange));
        }
        let proxy = self.proxy.transpose()?;
        if let Some(proxy) = proxy.as_ref().filter(|_| base_url.protocol() == Protocol::Plain) {
            return Err(ConfigError::new(proxy.setting(), Problem::ProxyForPlainHttp));
        }
        let recipe = Recipe::new(base_url.clone(), tls::config(&self.roots)?, proxy);
        Ok(Client { transport: Transport::new(org_key, &base_url, recipe)?, timeout: self.timeout })
    }

    pub(crate) fn chosen_timeout(&self) -> Duration {
        self.timeout
    }
}
