//! What a relay needs: a question of somebody else, and the authority's answer to it, word for word.

use crate::client::call::Endpoint;
use crate::client::currency::Currency;

/// What may be asked for somebody else: the two calls that a guard makes, and none that changes what an operator did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Registers a device.
    Register,
    /// Asks whether a device may work now.
    Validate,
}

/// An answer of the authority, word for word. Nothing is decided with it: it is for whoever asked.
#[derive(Clone, Debug)]
#[must_use = "whoever asked waits for it"]
pub struct Verbatim {
    status: u16,
    currency: Currency,
    body: Vec<u8>,
}

impl Question {
    pub(super) fn endpoint(self) -> Endpoint {
        match self {
            Self::Register => Endpoint::Register,
            Self::Validate => Endpoint::Validate,
        }
    }

    /// Where it is asked, such as `/api/v1/devices/validate`. It is always a `POST`.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Register => Endpoint::Register.path(),
            Self::Validate => Endpoint::Validate.path(),
        }
    }
}

impl Verbatim {
    pub(super) fn new(status: u16, currency: Currency, body: Vec<u8>) -> Self {
        Self { status, currency, body }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Whether it says that it is old: something between here and the authority keeps answers. A yes is none then.
    #[must_use]
    pub fn is_old(&self) -> bool {
        matches!(self.currency, Currency::Old)
    }

    /// The body, whatever it is.
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }
}
