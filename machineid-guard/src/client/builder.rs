use std::time::Duration;

use crate::client::base_url::Protocol;
use crate::client::exchange::Transport;
use crate::client::proxy::ProxyUrl;
use crate::client::recipe::Recipe;
use crate::client::tls::{self, Roots};
use crate::client::{BaseUrl, Client, OrgKey};
use crate::setting::{self, BASE_URL_VARIABLE, ConfigError, ORG_KEY_VARIABLE, PROXY_VARIABLE, Problem};

/// The official guides ask for 1 to 3 s.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(2);
const SHORTEST_TIMEOUT: Duration = Duration::from_millis(100);
const LONGEST_TIMEOUT: Duration = Duration::from_secs(10);

/// Collects what a [`Client`] needs. Nothing is checked before [`build`](Self::build).
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `.build()`"]
pub struct ClientBuilder {
    org_key: Option<Result<OrgKey, ConfigError>>,
    base_url: Option<Result<BaseUrl, ConfigError>>,
    timeout: Duration,
    roots: Roots,
    proxy: Option<Result<ProxyUrl, ConfigError>>,
}

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self { org_key: None, base_url: None, timeout: DEFAULT_TIMEOUT, roots: Roots::default(), proxy: None }
    }

    /// A builder that has already read `MACHINEID_ORG_KEY`, `MACHINEID_BASE_URL` and `MACHINEID_PROXY`.
    ///
    /// # Errors
    /// [`ConfigError`] naming the variable that is missing or not UTF-8.
    pub fn from_env() -> Result<Self, ConfigError> {
        let key =
            setting::variable(ORG_KEY_VARIABLE)?.ok_or_else(|| ConfigError::new(ORG_KEY_VARIABLE, Problem::Missing))?;
        let mut builder = Self::new();
        builder.org_key = Some(OrgKey::from_setting(ORG_KEY_VARIABLE, &key));
        if let Some(url) = setting::variable(BASE_URL_VARIABLE)? {
            builder.base_url = Some(BaseUrl::from_setting(BASE_URL_VARIABLE, &url));
        }
        if let Some(url) = setting::variable(PROXY_VARIABLE)? {
            builder.proxy = Some(ProxyUrl::from_setting(PROXY_VARIABLE, &url));
        }
        Ok(builder)
    }

    /// The organisation key, `org_…`. Required.
    pub fn org_key(mut self, key: impl AsRef<str>) -> Self {
        self.org_key = Some(OrgKey::from_setting(".org_key(…)", key.as_ref()));
        self
    }

    /// Where the authority is; `https://machineid.io` unless set. Plain `http://` is accepted for a
    /// loopback address only.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.base_url = Some(BaseUrl::from_setting(".base_url(…)", url.as_ref()));
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
        let missing = || Err(ConfigError::new(".org_key(…)", Problem::Missing));
        let org_key = self.org_key.unwrap_or_else(missing)?;
        let base_url = self.base_url.unwrap_or_else(BaseUrl::service)?;
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
