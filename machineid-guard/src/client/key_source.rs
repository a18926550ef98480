use std::fmt;
use std::path::PathBuf;

use crate::client::key_file;
use crate::client::{BaseUrl, OrgKey};
use crate::setting::{self, ConfigError, ORG_KEY_FILE_VARIABLE, ORG_KEY_VARIABLE, Problem};

const KEY_METHOD: &str = ".org_key(…)";

/// Where the organisation key comes from.
#[derive(Clone)]
pub(super) enum KeySource {
    /// Nowhere. This setting, or these, would have to give it.
    Nowhere(ConfigError),
    /// It was given as it is, fit or not.
    Value { setting: &'static str, key: Result<OrgKey, ConfigError> },
    /// A file has it, which this setting names.
    File { setting: &'static str, path: PathBuf },
}

impl KeySource {
    /// Of a builder that nothing was set on.
    pub(super) fn unset() -> Self {
        Self::Nowhere(ConfigError::new(KEY_METHOD, Problem::Missing))
    }

    pub(super) fn given(key: &str) -> Self {
        Self::Value { setting: KEY_METHOD, key: OrgKey::from_setting(KEY_METHOD, key) }
    }

    /// At most one of the two variables; both would leave open which key is in force.
    pub(super) fn from_env() -> Result<Self, ConfigError> {
        let file = std::env::var_os(ORG_KEY_FILE_VARIABLE);
        let of_both = |problem| ConfigError::new(format!("{ORG_KEY_VARIABLE} and {ORG_KEY_FILE_VARIABLE}"), problem);
        match (setting::variable(ORG_KEY_VARIABLE)?, file) {
            (Some(_), Some(_)) => Err(of_both(Problem::BothSet)),
            (None, None) => Ok(Self::Nowhere(of_both(Problem::NeitherSet))),
            (Some(key), None) => {
                let key = OrgKey::from_setting(ORG_KEY_VARIABLE, &key);
                Ok(Self::Value { setting: ORG_KEY_VARIABLE, key })
            }
            (None, Some(path)) => Ok(Self::File { setting: ORG_KEY_FILE_VARIABLE, path: path.into() }),
        }
    }

    /// The key that is sent to this address. A relay on a socket has the key, so there none is sent, and none may be
    /// here: what this process does not have, nobody can take from it.
    pub(super) fn key_for(self, address: &BaseUrl) -> Result<Option<OrgKey>, ConfigError> {
        match (self, address.relay()) {
            (Self::Nowhere(_), Some(_)) => Ok(None),
            (Self::Value { setting, .. } | Self::File { setting, .. }, Some(_)) => {
                Err(ConfigError::new(setting, Problem::KeyBesideRelay))
            }
            (Self::Nowhere(missing), None) => Err(missing),
            (Self::Value { key, .. }, None) => key.map(Some),
            (Self::File { setting, path }, None) => key_file::read(setting, &path).map(Some),
        }
    }
}

/// Not the path: somebody may have put the key there.
impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nowhere(_) => f.write_str("Nowhere"),
            Self::Value { key, .. } => f.debug_tuple("Value").field(key).finish(),
            Self::File { setting, .. } => f.debug_struct("File").field("setting", setting).finish_non_exhaustive(),
        }
    }
}
