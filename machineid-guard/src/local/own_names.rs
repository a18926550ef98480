//! To whom a request was sent, and on whose behalf.
//!
//! Every web page that is open on this machine can send requests to its loopback ports. Its browser
//! says for which page it does so (`Origin`), and under which name it found this machine (`Host`): a
//! page whose own name was made to point at 127.0.0.1 looks to the browser like the page's own server.

use std::net::SocketAddr;

use axum::http::header::{AsHeaderName, HOST, HeaderValue, ORIGIN};
use axum::http::{HeaderMap, Uri};

use super::refusal::Refusal;

/// The names under which one port answers.
#[derive(Debug)]
pub(super) struct OwnNames {
    hosts: Vec<String>,
}

impl OwnNames {
    /// Not `[::1]`: nobody listens there, or somebody else does.
    pub(super) fn of(address: SocketAddr) -> Self {
        let port = address.port();
        let mut hosts = vec![format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        if port == 80 {
            // The one port that clients leave out.
            hosts.extend(["127.0.0.1".to_owned(), "localhost".to_owned()]);
        }
        Self { hosts }
    }

    /// Whether the request was meant for this server, and was not sent for somebody else's page.
    pub(super) fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = only(headers, HOST).ok_or(Refusal::Invalid("one Host header is needed"))?;
        let named_in_line = uri.authority().is_none_or(|authority| self.is_own(authority.as_str().as_bytes()));
        if !named_in_line || !self.is_own(host.as_bytes()) {
            return Err(Refusal::ForeignHost);
        }
        let foreign =
            |origin: &HeaderValue| !origin.as_bytes().strip_prefix(b"http://").is_some_and(|o| self.is_own(o));
        if headers.get_all(ORIGIN).iter().any(foreign) { Err(Refusal::ForeignOrigin) } else { Ok(()) }
    }

    fn is_own(&self, host: &[u8]) -> bool {
        self.hosts.iter().any(|own| own.as_bytes() == host)
    }
}

/// The value of a header that is there once.
fn only(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&HeaderValue> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_first| values.next().is_none())
}
