use std::fmt;

/// Why there is no believable answer from the authority. Each is a denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// No connection: the name does not resolve, the port is refused, no file descriptor is left.
    Unreachable,
    /// No whole answer within the guard's timeout.
    Timeout,
    /// The connection ended in the middle of the answer.
    ConnectionLost,
    /// TLS failed: wrong or expired certificate, unknown authority, no common protocol.
    TlsFailed,
    /// The proxy was reached and opened no tunnel: it refuses the authority's address or its own
    /// credentials, or is no HTTP proxy.
    ProxyRefused,
    /// The operating system gave no thread to look the authority's name up, or nothing to make a
    /// connection from.
    OutOfResources,
    /// The bytes are not an HTTP response that this client accepts.
    MalformedHttp,
    /// The body is not the JSON of an answer, or it contradicts itself.
    MalformedResponse,
    /// The answer says that it is old: something between here and the authority keeps answers.
    StaleAnswer,
    /// The body is larger than 64 KiB, or that of a list of devices than 4 MiB.
    TooLarge,
    /// The answer redirects. Following would hand the org key to another place.
    RedirectRefused,
    /// HTTP 401 or 403: the org key is not accepted.
    KeyRejected,
    /// HTTP 429: the authority asks for fewer questions.
    RateLimited,
    /// HTTP 404 or 5xx: the authority does not work as such.
    AuthorityError(u16),
    /// Another HTTP status than 200.
    HttpStatus(u16),
}

impl Fault {
    /// The fault that an HTTP status stands for; `None` for 200.
    pub(crate) fn of_status(status: u16) -> Option<Self> {
        match status {
            200 => None,
            300..=399 => Some(Self::RedirectRefused),
            401 | 403 => Some(Self::KeyRejected),
            429 => Some(Self::RateLimited),
            404 | 500.. => Some(Self::AuthorityError(status)),
            _ => Some(Self::HttpStatus(status)),
        }
    }

    /// The stable name for programs, such as `TIMEOUT`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "UNREACHABLE",
            Self::Timeout => "TIMEOUT",
            Self::ConnectionLost => "CONNECTION_LOST",
            Self::TlsFailed => "TLS_FAILED",
            Self::ProxyRefused => "PROXY_REFUSED",
            Self::OutOfResources => "OUT_OF_RESOURCES",
            Self::MalformedHttp => "MALFORMED_HTTP",
            Self::MalformedResponse => "MALFORMED_RESPONSE",
            Self::StaleAnswer => "STALE_ANSWER",
            Self::TooLarge => "TOO_LARGE",
            Self::RedirectRefused => "REDIRECT_REFUSED",
            Self::KeyRejected => "KEY_REJECTED",
            Self::RateLimited => "RATE_LIMITED",
            Self::AuthorityError(_) => "AUTHORITY_ERROR",
            Self::HttpStatus(_) => "HTTP_STATUS",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("the authority cannot be reached"),
            Self::Timeout => f.write_str("the authority did not answer in time"),
            Self::ConnectionLost => f.write_str("the connection ended before the whole answer was there"),
            Self::TlsFailed => f.write_str("no trusted TLS connection to the authority"),
            Self::ProxyRefused => f.write_str("the proxy opened no tunnel to the authority"),
            Self::OutOfResources => {
                f.write_str("this process could not start a thread to ask the authority: it is out of resources")
            }
            Self::MalformedHttp => f.write_str("the answer is not valid HTTP"),
            Self::MalformedResponse => f.write_str("the answer is not a decision"),
            Self::StaleAnswer => f.write_str("the answer says that it is old: a cache gave it, and not the authority"),
            Self::TooLarge => f.write_str("the answer is too large: over 64 KiB, or over 4 MiB of a list"),
            Self::RedirectRefused => f.write_str("the authority redirected, which is never followed"),
            Self::KeyRejected => f.write_str("the authority rejected the organisation key"),
            Self::RateLimited => f.write_str("the authority limits the rate of questions (HTTP 429)"),
            Self::AuthorityError(status) => write!(f, "the authority failed (HTTP {status})"),
            Self::HttpStatus(status) => write!(f, "the answer has HTTP status {status} instead of 200"),
        }
    }
}
