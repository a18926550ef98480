//! One configuration value: where it was given, and what is wrong with it.
//!
//! Stands at the bottom of the crate, so that the client, the guard and a denial all name a wrong
//! value in the same words. No value is ever kept here: the org key could be among them.

use std::fmt;

/// The variable that holds the organisation key.
pub(crate) const ORG_KEY_VARIABLE: &str = "MACHINEID_ORG_KEY";
/// The variable that holds this process's device id.
pub(crate) const DEVICE_ID_VARIABLE: &str = "MACHINEID_DEVICE_ID";
/// The variable that replaces the service's address.
pub(crate) const BASE_URL_VARIABLE: &str = "MACHINEID_BASE_URL";

/// A value that a [`Guard`](crate::Guard) or a [`Client`](crate::Client) cannot be built with.
///
/// It names the method or the environment variable to change and says why, and never shows the
/// value itself, because the value may be the organisation key.
///
/// ```
/// use machineid_guard::{Guard, Problem};
///
/// let error = Guard::builder().org_key("  ").build().unwrap_err();
/// assert_eq!(error.setting(), ".org_key(…)");
/// assert_eq!(error.problem(), &Problem::Blank);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting} {problem}")]
pub struct ConfigError {
    setting: String,
    problem: Problem,
}

impl ConfigError {
    pub(crate) fn new(setting: impl Into<String>, problem: Problem) -> Self {
        Self { setting: setting.into(), problem }
    }

    /// What to change: an environment variable (`MACHINEID_ORG_KEY`) or a method (`.org_key(…)`).
    #[must_use]
    pub fn setting(&self) -> &str {
        &self.setting
    }

    /// What is wrong with the value.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

/// What is wrong with a configuration value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The value was not given.
    Missing,
    /// The value is empty or only white space.
    Blank,
    /// The environment variable holds bytes that are not UTF-8.
    NotUnicode,
    /// The value holds a newline, another control character, or an invisible formatting character.
    ControlCharacter,
    /// The value may hold printable ASCII only.
    NotAscii,
    /// The value is longer than this crate sends.
    TooLong {
        /// The greatest length, in bytes.
        limit: usize,
    },
    /// The value is not a URL such as `https://machineid.io`.
    NotAUrl,
    /// The address is neither `https://` nor `http://` to a loopback address.
    NotHttps,
    /// The address has a user name, a password, a query or a fragment.
    UrlHasExtras,
    /// The timeout is shorter than 100 ms or longer than 10 s.
    TimeoutOutOfRange,
    /// A boundary names a surface, and the guard's device id is not of the form
    /// `service:env:surface:instance` in which the surface could be replaced.
    UnmappedSurface {
        /// The surface that has no device.
        surface: String,
    },
    /// A boundary asked for a permit of a surface that is not its own.
    SurfaceMismatch,
    /// A gate was asked about a tool that its `surfaces` does not know.
    UnknownTool {
        /// The tool's name.
        tool: String,
    },
    /// The certificate is not one X.509 certificate in PEM or DER.
    NotACertificate,
    /// The operating system refused what the guard needs, for example a thread.
    System(std::io::ErrorKind),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is not set: give it a value"),
            Self::Blank => f.write_str("is blank: give it a value"),
            Self::NotUnicode => f.write_str("is not valid UTF-8"),
            Self::ControlCharacter => f.write_str(
                "holds a newline, a control character or an invisible character: remove it",
            ),
            Self::NotAscii => f.write_str("holds a character that is not printable ASCII"),
            Self::TooLong { limit } => write!(f, "is longer than {limit} bytes"),
            Self::NotAUrl => f.write_str("is not a URL such as https://machineid.io"),
            Self::NotHttps => f.write_str(
                "must start with https:// (plain http:// is for a loopback address only, such as http://127.0.0.1:8181)",
            ),
            Self::UrlHasExtras => f.write_str(
                "must be a plain address: no user name, password, query or fragment",
            ),
            Self::TimeoutOutOfRange => f.write_str("must be between 100 ms and 10 s"),
            Self::UnmappedSurface { surface } => write!(
                f,
                "is not of the form service:env:surface:instance, so it has no device for the surface `{surface}`: \
                 add .surface(\"{surface}\", \"<device id>\") to the guard's builder, or use a device id of four parts"
            ),
            Self::SurfaceMismatch => {
                f.write_str("belongs to another surface than the permit that was asked for")
            }
            Self::UnknownTool { tool } => write!(
                f,
                "does not know the tool `{tool}`: name the surface that it acts on there, or `ActsOn::Own`"
            ),
            Self::NotACertificate => f.write_str("is not one X.509 certificate in PEM or DER"),
            Self::System(kind) => write!(f, "could not be started by the operating system: {kind}"),
        }
    }
}

/// Reads an environment variable. `Ok(None)` when it is not set.
pub(crate) fn variable(name: &'static str) -> Result<Option<String>, ConfigError> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(ConfigError::new(name, Problem::NotUnicode)),
    }
}
