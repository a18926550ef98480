//! One configuration value: where it was given, and what is wrong with it.
//!
//! Stands at the bottom of the crate, so that the client, the guard and a denial all name a wrong
//! value in the same words. No value is ever kept here: the org key could be among them.

use std::fmt;

/// The variable that holds the organisation key.
pub(crate) const ORG_KEY_VARIABLE: &str = "MACHINEID_ORG_KEY";
/// The variable that holds the path of a file with the organisation key.
pub(crate) const ORG_KEY_FILE_VARIABLE: &str = "MACHINEID_ORG_KEY_FILE";
/// The variable that holds this process's device id.
pub(crate) const DEVICE_ID_VARIABLE: &str = "MACHINEID_DEVICE_ID";
/// The variable that replaces the service's address.
pub(crate) const BASE_URL_VARIABLE: &str = "MACHINEID_BASE_URL";
/// The variable that names the proxy on the way to the authority.
pub(crate) const PROXY_VARIABLE: &str = "MACHINEID_PROXY";

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
    /// None of two settings is given, of which one is needed.
    NeitherSet,
    /// Two settings that exclude each other are both given.
    BothSet,
    /// The value is empty or only white space.
    Blank,
    /// The environment variable holds bytes that are not UTF-8.
    NotUnicode,
    /// The value holds a newline or another control character.
    ControlCharacter,
    /// The value holds this character, which cannot be seen: two values that differ could look alike.
    Unseen(char),
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
    /// What follows `unix:` in the address is not the absolute path of a socket.
    NotASocketPath,
    /// The address is that of a Unix socket, and this system has none.
    NoUnixSockets,
    /// The address is that of a relay's socket, which has the organisation key, and a key is set as well.
    KeyBesideRelay,
    /// The address has a user name, a password, a query or a fragment.
    UrlHasExtras,
    /// The address is not that of an HTTP proxy, such as `http://proxy:3128`.
    NotAnHttpProxy,
    /// A proxy is set, and the base URL is plain `http://` or a Unix socket, which are never asked through one.
    ProxyForPlainHttp,
    /// The timeout is shorter than 100 ms or longer than 10 s.
    TimeoutOutOfRange,
    /// A boundary names a surface, and the guard's device id is not of the form
    /// `service:env:surface:instance` in which the surface could be replaced.
    UnmappedSurface {
        /// The surface that has no device.
        surface: String,
    },
    /// A boundary names a surface, and the device of [`for_device`](crate::Guard::for_device) is not of the form
    /// `service:env:surface:instance` in which the surface could be replaced.
    SurfaceWithoutDevice {
        /// The surface that has no device.
        surface: String,
    },
    /// The builder maps a surface that no boundary of this program names, so that revoking its device would
    /// stop nothing.
    UnknownSurface {
        /// The surfaces that boundaries name, or that [`surface!`](crate::surface) declares.
        known: Vec<String>,
    },
    /// A boundary asked for a permit of a surface that is not its own.
    SurfaceMismatch,
    /// A boundary asked with `device = …` for a permit of its surface, and the device is not the one that
    /// stands for the surface.
    DeviceMismatch {
        /// The surface of the permit.
        surface: String,
    },
    /// The address is at another host than the one that `.pinned_host(…)` names.
    NotThePinnedHost {
        /// The host that was demanded.
        pinned: String,
    },
    /// The value is not a host such as `machineid.internal`, without scheme, port and path.
    NotAHost,
    /// The file that the value names cannot be opened or read.
    UnreadableFile(std::io::ErrorKind),
    /// The value names something that is no regular file: a folder, a pipe, a device.
    NotAFile,
    /// The file that the value names has permissions for its group or for others. Unix only.
    OpenToOthers {
        /// The permission bits.
        mode: u32,
    },
    /// A gate was asked about a tool that its `surfaces` does not know.
    UnknownTool {
        /// The tool's name.
        tool: String,
    },
    /// A function that returns a future was called outside of scopes, and its future is awaited in one: there
    /// are two guards that could be asked.
    CalledOutsideScope,
    /// The certificate is not one X.509 certificate in PEM or DER.
    NotACertificate,
    /// The operating system refused what the guard needs, for example a thread.
    System(std::io::ErrorKind),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is not set: give it a value"),
            Self::NeitherSet => f.write_str("are not set: set one of them"),
            Self::BothSet => f.write_str("are both set: unset one of them"),
            Self::Blank => f.write_str("is blank: give it a value"),
            Self::NotUnicode => f.write_str("is not valid UTF-8"),
            Self::ControlCharacter => f.write_str("holds a newline or another control character: remove it"),
            Self::Unseen(char) => {
                write!(f, "holds U+{:04X}, which cannot be seen, so that two could look alike: remove it", u32::from(*char))
            }
            Self::NotAscii => f.write_str("holds a character that is not printable ASCII"),
            Self::TooLong { limit } => write!(f, "is longer than {limit} bytes"),
            Self::NotAUrl => f.write_str("is not a URL such as https://machineid.io"),
            Self::NotHttps => f.write_str(
                "must start with https:// (plain http:// is for a loopback address only, such as http://127.0.0.1:8181)",
            ),
            Self::NotASocketPath => {
                f.write_str("must name a socket by its absolute path, such as unix:/run/machineid/relay.sock")
            }
            Self::NoUnixSockets => {
                f.write_str("names a Unix socket, which this system has none of: use a relay on a loopback port")
            }
            Self::KeyBesideRelay => f.write_str(
                "must not be set with a unix: base URL: the relay there has the organisation key, and this process is \
                 not to have it",
            ),
            Self::UrlHasExtras => f.write_str(
                "must be a plain address: no user name, password, query or fragment",
            ),
            Self::NotAnHttpProxy => f.write_str(
                "is not the address of an HTTP proxy: write http://host:port or http://user:password@host:port",
            ),
            Self::ProxyForPlainHttp => f.write_str(
                "cannot be used with a plain http:// or a unix: base URL, which are for this machine only: remove it, or set \
                 an https:// base URL",
            ),
            Self::TimeoutOutOfRange => f.write_str("must be between 100 ms and 10 s"),
            Self::UnmappedSurface { surface } => write!(
                f,
                "is not of the form service:env:surface:instance, so it has no device for the surface `{surface}`: \
                 add .surface(\"{surface}\", \"<device id>\") to the guard's builder, or use a device id of four parts",
                surface = surface.escape_debug(),
            ),
            Self::SurfaceWithoutDevice { surface } => write!(
                f,
                "is not of the form service:env:surface:instance, so it has no device for the surface `{surface}`: \
                 use a device id of four parts",
                surface = surface.escape_debug(),
            ),
            Self::UnknownSurface { known } => write!(
                f,
                "maps a surface that no boundary of this program names, so that revoking its device would stop nothing: \
                 take one of {known:?}, or, where only a gate or a wrapped closure names it, declare it with \
                 machineid_guard::surface!"
            ),
            Self::SurfaceMismatch => {
                f.write_str("belongs to another surface than the permit that was asked for")
            }
            Self::DeviceMismatch { surface } => write!(
                f,
                "is for the surface `{surface}`, and `device = …` names a device that does not stand for it: take a \
                 `Permit` without a surface, or leave `device = …` out"
            ),
            Self::NotThePinnedHost { pinned } => {
                write!(f, "is not at the host {pinned}, which .pinned_host(…) demands: change one of them")
            }
            Self::NotAHost => f.write_str("is not a host such as machineid.internal, without scheme, port and path"),
            Self::UnreadableFile(kind) => write!(f, "names a file that cannot be read: {kind}"),
            Self::NotAFile => f.write_str("does not name a regular file"),
            Self::OpenToOthers { mode } => write!(
                f,
                "names a file that others than its owner have permissions for (mode {mode:04o}): run `chmod 600` on it"
            ),
            Self::UnknownTool { tool } => write!(
                f,
                "does not know the tool `{tool}`: name the surface that it acts on there, or `ActsOn::Own`"
            ),
            Self::CalledOutsideScope => f.write_str(
                "stands outside of the scope that its future is awaited in, so it does not say which guard to ask: put \
                 it inside, `guard.scope(async { tool.call().await })`, or name the guard, `guard = …` in the attribute",
            ),
            Self::NotACertificate => f.write_str("is not one X.509 certificate in PEM or DER"),
            Self::System(kind) => write!(f, "could not be started by the operating system: {kind}"),
        }
    }
}

/// How the builder's mapping of this surface is named.
pub(crate) fn of_surface(surface: &str) -> String {
    format!(".surface({surface:?}, …)")
}

/// Reads an environment variable. `Ok(None)` when it is not set.
pub(crate) fn variable(name: &'static str) -> Result<Option<String>, ConfigError> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(ConfigError::new(name, Problem::NotUnicode)),
    }
}
