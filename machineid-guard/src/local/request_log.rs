//! The memory of what the authority was asked.

use std::sync::Arc;

use super::Endpoint;

/// One request that the local authority answered, for assertions. It never holds a key.
///
/// ```no_run
/// use machineid_guard::local::{Endpoint, LocalAuthority};
///
/// # fn main() -> std::io::Result<()> {
/// let authority = LocalAuthority::start()?;
/// // … run what is under test …
/// let requests = authority.requests();
/// let validates = requests.iter().filter(|r| r.endpoint() == Endpoint::Validate);
/// assert!(validates.clone().all(|r| r.code() == "ALLOW"));
/// assert_eq!(validates.count(), 3);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub(super) endpoint: Endpoint,
    pub(super) device_id: Option<Arc<str>>,
    pub(super) key_check: KeyCheck,
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) correlation_id: Arc<str>,
}

impl Request {
    /// What was asked for.
    #[must_use]
    pub fn endpoint(&self) -> Endpoint {
        self.endpoint
    }

    /// The device asked about, trimmed; `None` where the request named no valid one.
    #[must_use]
    pub fn device_id(&self) -> Option<&str> {
        self.device_id.as_deref()
    }

    /// Whether the request brought the organisation's key.
    #[must_use]
    pub fn key_check(&self) -> KeyCheck {
        self.key_check
    }

    /// The HTTP status of the answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The answer in one word: the decision's `code` for validate (`ALLOW`, `DEVICE_REVOKED`, …),
    /// `ok` or `exists` for another success, else the answer's `error`
    /// (`device_limit_reached`, …). The tables of the [module](super) list them.
    #[must_use]
    pub fn code(&self) -> &str {
        self.code
    }

    /// The correlation id that the answer carried.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.correlation_id
    }
}

/// What was found in a request's `x-org-key` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyCheck {
    /// The organisation's key.
    Accepted,
    /// Some other key, or more than one.
    Rejected,
    /// No key, or a blank one.
    Missing,
}
