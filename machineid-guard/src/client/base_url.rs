use std::net::{Ipv4Addr, SocketAddr};

use reqwest::Url;

use crate::setting::{ConfigError, Problem};

/// Where the service is (firm: the SDK's default).
const SERVICE: &str = "https://machineid.io";

/// An address that the org key may be sent to: https, or plain http to this machine.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl(Url);

/// How an address is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// Over TLS, which negotiates HTTP/2 or HTTP/1.1.
    Tls,
    /// HTTP/1.1 without TLS, to this machine only.
    Plain,
}

impl BaseUrl {
    pub(crate) fn service() -> Result<Self, ConfigError> {
        Self::from_setting("base url", SERVICE)
    }

    pub(crate) fn from_setting(setting: &str, text: &str) -> Result<Self, ConfigError> {
        Self::check(text).map_err(|problem| ConfigError::new(setting, problem))
    }

    fn check(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Problem::Blank);
        }
        if text.chars().any(char::is_control) {
            // The URL parser would remove a newline silently.
            return Err(Problem::ControlCharacter);
        }
        let url = Url::parse(text).map_err(|_| Problem::NotAUrl)?;
        let extras =
            !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some();
        match url.scheme() {
            _ if extras => Err(Problem::UrlHasExtras),
            "https" if url.has_host() => Ok(Self(url)),
            "http" if is_loopback(&url) => Ok(Self(url)),
            _ => Err(Problem::NotHttps),
        }
    }

    pub(super) fn host(&self) -> Option<&str> {
        self.0.host_str()
    }

    pub(super) fn protocol(&self) -> Protocol {
        if self.0.scheme() == "https" { Protocol::Tls } else { Protocol::Plain }
    }

    /// The URL of a path such as `/api/v1/usage`; a path in the base URL stays in front of it.
    pub(super) fn join(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        let joined = format!("{}{path}", url.path().trim_end_matches('/'));
        url.set_path(&joined);
        url
    }

    /// The address of a plain `http://localhost`, fixed here: the key goes unencrypted there, so no
    /// resolver may point it to another machine, nor whoever is on the other loopback address claim it.
    pub(super) fn pinned_localhost(&self) -> Option<(&str, SocketAddr)> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.0.port_or_known_default()?));
        let plain = self.protocol() == Protocol::Plain;
        self.0.domain().filter(|_| plain).map(|domain| (domain, address))
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback()),
        None => false,
    }
}
