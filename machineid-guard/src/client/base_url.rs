use std::net::{Ipv4Addr, SocketAddr};

use reqwest::Url;

use crate::client::socket_path::SocketPath;
use crate::setting::{ConfigError, Problem};

/// Where the service is (firm: the SDK's default).
const SERVICE: &str = "https://machineid.io";

/// What a Unix socket is asked for: it has no name that anybody could ask for another one by.
const OVER_A_SOCKET: &str = "http://localhost";

/// Where the authority is, or the relay that asks it.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl {
    url: Url,
    way: Way,
}

/// How one gets there.
#[derive(Clone, Debug)]
enum Way {
    /// To the URL's host: over https, or over plain http on this machine. The org key may be sent there.
    Network,
    /// To a relay that listens on a Unix socket. It has the key.
    Socket(SocketPath),
}

/// How an address is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// Over TLS, which negotiates HTTP/2 or HTTP/1.1.
    Tls,
    /// HTTP/1.1 without TLS, on this machine only.
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
        match text.strip_prefix("unix:") {
            Some(path) => Self::socket(path),
            None => Self::network(text),
        }
    }

    fn socket(path: &str) -> Result<Self, Problem> {
        let way = Way::Socket(SocketPath::new(path)?);
        Ok(Self { url: Url::parse(OVER_A_SOCKET).map_err(|_| Problem::NotAUrl)?, way })
    }

    fn network(text: &str) -> Result<Self, Problem> {
        let url = Url::parse(text).map_err(|_| Problem::NotAUrl)?;
        let extras =
            !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some();
        match url.scheme() {
            _ if extras => Err(Problem::UrlHasExtras),
            "https" if url.has_host() => Ok(Self { url, way: Way::Network }),
            "http" if is_loopback(&url) => Ok(Self { url, way: Way::Network }),
            _ => Err(Problem::NotHttps),
        }
    }

    /// The host that is asked; a socket has none.
    pub(super) fn host(&self) -> Option<&str> {
        match self.way {
            Way::Network => self.url.host_str(),
            Way::Socket(_) => None,
        }
    }

    /// The socket of the relay that is asked in the authority's place.
    pub(super) fn relay(&self) -> Option<&SocketPath> {
        match &self.way {
            Way::Network => None,
            Way::Socket(path) => Some(path),
        }
    }

    pub(super) fn protocol(&self) -> Protocol {
        if self.url.scheme() == "https" { Protocol::Tls } else { Protocol::Plain }
    }

    /// The URL of a path such as `/api/v1/usage`; a path in the base URL stays in front of it.
    pub(super) fn join(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        let joined = format!("{}{path}", url.path().trim_end_matches('/'));
        url.set_path(&joined);
        url
    }

    /// The address of a plain `http://localhost`, fixed here: the key goes unencrypted there, so no
    /// resolver may point it to another machine, nor whoever is on the other loopback address claim it.
    pub(super) fn pinned_localhost(&self) -> Option<(&str, SocketAddr)> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.url.port_or_known_default()?));
        let plain = self.protocol() == Protocol::Plain;
        self.url.domain().filter(|_| plain).map(|domain| (domain, address))
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
