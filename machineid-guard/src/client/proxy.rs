use std::fmt;

use hyper::Uri;
use reqwest::Url;

use crate::setting::{ConfigError, Problem};

/// An HTTP proxy that is asked for a tunnel to the authority, and its credentials, which cannot be printed.
#[derive(Clone)]
pub(super) struct ProxyUrl {
    setting: &'static str,
    url: Url,
}

impl ProxyUrl {
    pub(super) fn from_setting(setting: &'static str, text: &str) -> Result<Self, ConfigError> {
        let text = text.trim();
        let problem = if text.is_empty() {
            Problem::Blank
        } else if text.chars().any(char::is_control) {
            // The URL parser would remove a newline silently.
            Problem::ControlCharacter
        } else if let Some(url) = Url::parse(text).ok().filter(is_http_proxy) {
            return Ok(Self { setting, url });
        } else {
            Problem::NotAnHttpProxy
        };
        Err(ConfigError::new(setting, problem))
    }

    /// What to change where this proxy cannot be used.
    pub(super) fn setting(&self) -> &'static str {
        self.setting
    }

    /// For https alone: that is tunnelled, so the proxy sees the authority's address and nothing else.
    pub(super) fn rule(&self) -> reqwest::Result<reqwest::Proxy> {
        reqwest::Proxy::https(self.url.clone())
    }
}

fn is_http_proxy(url: &Url) -> bool {
    let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    // reqwest reads the address once more, as this type. One that it cannot read would count as no proxy at all.
    let read_again = url.as_str().parse::<Uri>().is_ok_and(|uri| uri.host().is_some());
    url.scheme() == "http" && url.has_host() && plain && read_again
}

impl fmt::Debug for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProxyUrl(…)")
    }
}
