use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::setting::{ConfigError, Problem};
use crate::visible;

/// The longest device id that this crate sends, in bytes.
///
/// The service documents no limit; a bound keeps a log line and a request readable, and the official
/// ids (`openai-agent:prod:payments:01`) are far below it.
const LONGEST: usize = 256;

/// The label of one execution surface: what an operator revokes.
///
/// Not a secret and not a machine fingerprint. Official ids use letters, digits, `-` and `:`; the
/// service documents neither a length nor a character set, so any text is accepted here whose
/// characters can all be seen, up to 256 bytes: whoever revokes a device goes by its looks. White space
/// around it is removed, as the service's own SDK does.
///
/// ```
/// use machineid_guard::DeviceId;
///
/// let device = DeviceId::new(" openai-agent:prod:payments:01 ")?;
/// assert_eq!(device.as_str(), "openai-agent:prod:payments:01");
/// assert!(DeviceId::new("two\nlines").is_err());
/// # Ok::<(), machineid_guard::ConfigError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeviceId(Arc<str>);

impl DeviceId {
    /// Checks and trims a device id.
    ///
    /// # Errors
    /// [`ConfigError`] when it is blank, too long, or holds a character that cannot be seen: a control,
    /// format, private or unassigned one, a filler, or any white space but a plain space.
    pub fn new(id: impl AsRef<str>) -> Result<Self, ConfigError> {
        Self::from_setting("device id", id.as_ref())
    }

    pub(crate) fn from_setting(setting: &str, id: &str) -> Result<Self, ConfigError> {
        let id = id.trim();
        let problem = if id.is_empty() {
            Problem::Blank
        } else if id.len() > LONGEST {
            Problem::TooLong { limit: LONGEST }
        } else if let Some(unseen) = visible::first_unseen(id) {
            if unseen.is_control() { Problem::ControlCharacter } else { Problem::Unseen(unseen) }
        } else {
            return Ok(Self(Arc::from(id)));
        };
        Err(ConfigError::new(setting, problem))
    }

    /// The id as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceId({})", self.0)
    }
}

impl std::str::FromStr for DeviceId {
    type Err = ConfigError;

    fn from_str(id: &str) -> Result<Self, ConfigError> {
        Self::new(id)
    }
}

impl Serialize for DeviceId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
