//! Which [`Fault`] an error of the HTTP stack is. Every error is a denial; this only finds its name.

use std::error::Error;
use std::io;

use hyper::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use tower_service::Service;

use crate::client::base_url::Protocol;
use crate::client::one_connection::Spent;
use crate::client::resolver::NoThread;
use crate::decision::Fault;

/// The only way to this type's name.
type TunnelError = <Tunnel<HttpConnector> as Service<Uri>>::Error;

/// Whether the question was never sent, because its connection had ended.
pub(super) fn is_unsent(error: &reqwest::Error) -> bool {
    any(error, |_: &Spent| true)
}

pub(super) fn of(error: &reqwest::Error, protocol: Protocol) -> Fault {
    if any(error, |_: &rustls::Error| true) {
        Fault::TlsFailed
    } else if any(error, |_: &NoThread| true) {
        Fault::OutOfResources
    } else if any(error, is_of_proxy) {
        Fault::ProxyRefused
    } else if error.is_connect() {
        of_connect(error, protocol)
    } else if any(error, hyper::Error::is_parse) || any(error, is_bad_framing) {
        Fault::MalformedHttp
    } else {
        Fault::ConnectionLost
    }
}

/// The proxy was there, and there is no tunnel. Where it could not be reached, neither can the authority.
fn is_of_proxy(error: &TunnelError) -> bool {
    !matches!(error, TunnelError::ConnectFailed(_))
}

/// A TCP connection that was opened and then ended during the handshake failed at TLS.
fn of_connect(error: &reqwest::Error, protocol: Protocol) -> Fault {
    match protocol {
        Protocol::Tls if any(error, is_end_of_connection) => Fault::TlsFailed,
        Protocol::Tls | Protocol::Plain => Fault::Unreachable,
    }
}

fn is_end_of_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::InvalidData
    )
}

fn is_bad_framing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData)
}

/// Whether an error of this type and kind is anywhere along the chain. An `io::Error` hides the error that
/// it was made from: its `source` is that error's source, so it is looked into.
fn any<E: Error + 'static>(error: &reqwest::Error, is_it: impl Fn(&E) -> bool) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        if error.downcast_ref().is_some_and(&is_it) {
            return true;
        }
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match inner {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    false
}
