//! Which [`Fault`] an error of the HTTP stack is. Every error is a denial; this only finds its name.

use std::error::Error;
use std::io;

use crate::client::base_url::Protocol;
use crate::decision::Fault;

pub(super) fn of(error: &reqwest::Error, protocol: Protocol) -> Fault {
    if find::<rustls::Error>(error).is_some() {
        return Fault::TlsFailed;
    }
    if error.is_connect() {
        return of_connect(error, protocol);
    }
    if find::<hyper::Error>(error).is_some_and(hyper::Error::is_parse)
        || find::<io::Error>(error).is_some_and(is_bad_framing)
    {
        return Fault::MalformedHttp;
    }
    Fault::ConnectionLost
}

/// A TCP connection that was opened and then ended during the handshake failed at TLS.
fn of_connect(error: &reqwest::Error, protocol: Protocol) -> Fault {
    let ended = find::<io::Error>(error).is_some_and(|error| {
        matches!(
            error.kind(),
            io::ErrorKind::UnexpectedEof
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::InvalidData
        )
    });
    match protocol {
        Protocol::Http2OverTls if ended => Fault::TlsFailed,
        Protocol::Http2OverTls | Protocol::PlainHttp1 => Fault::Unreachable,
    }
}

fn is_bad_framing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData)
}

/// Looks for an error type along the chain. An `io::Error` hides the error that it was made from:
/// its `source` is that error's source, so it is looked into.
fn find<E: Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match inner {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}
