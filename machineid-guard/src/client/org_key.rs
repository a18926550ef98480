use std::fmt;

use reqwest::header::HeaderValue;

use crate::setting::{ConfigError, Problem};

/// The organisation key. It can be sent as a header and cannot be printed.
///
/// ```
/// use machineid_guard::OrgKey;
///
/// let key = OrgKey::new("org_secret")?;
/// assert_eq!(format!("{key:?}"), "OrgKey(…)");
/// # Ok::<(), machineid_guard::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct OrgKey(HeaderValue);

impl OrgKey {
    /// The longest key that is sent, in bytes; the service documents none, a header has to end somewhere.
    pub(super) const LONGEST: usize = 512;

    /// Checks and trims a key.
    ///
    /// # Errors
    /// [`ConfigError`] when it is blank, too long, or holds anything but printable ASCII. The error
    /// does not hold the key.
    pub fn new(key: impl AsRef<str>) -> Result<Self, ConfigError> {
        Self::from_setting("org key", key.as_ref())
    }

    pub(crate) fn from_setting(setting: &str, key: &str) -> Result<Self, ConfigError> {
        let key = key.trim();
        let problem = if key.is_empty() {
            Problem::Blank
        } else if key.len() > Self::LONGEST {
            Problem::TooLong { limit: Self::LONGEST }
        } else if key.chars().any(char::is_control) {
            Problem::ControlCharacter
        } else if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            Problem::NotAscii
        } else if let Ok(mut value) = HeaderValue::from_str(key) {
            value.set_sensitive(true);
            return Ok(Self(value));
        } else {
            Problem::NotAscii
        };
        Err(ConfigError::new(setting, problem))
    }

    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for OrgKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OrgKey(…)")
    }
}
