use std::fmt;
use std::path::PathBuf;

use crate::client::OrgKey;
use crate::client::key_file;
use crate::setting::{self, ConfigError, ORG_KEY_FILE_VARIABLE, ORG_KEY_VARIABLE, Problem};

/// Where the organisation key comes from.
#[derive(Clone)]
pub(super) enum KeySource {
    /// It was given as it is, fit or not.
    Value(Result<OrgKey, ConfigError>),
    /// A file has it, which this setting names.
    File { setting: &'static str, path: PathBuf },
}

impl KeySource {
    /// One of the two variables; both would leave open which key is in force.
    pub(super) fn from_env() -> Result<Self, ConfigError> {
        let file = std::env::var_os(ORG_KEY_FILE_VARIABLE);
        let of_both =
            |problem| Err(ConfigError::new(format!("{ORG_KEY_VARIABLE} and {ORG_KEY_FILE_VARIABLE}"), problem));
        match (std::env::var_os(ORG_KEY_VARIABLE).is_some(), file) {
            (true, Some(_)) => of_both(Problem::BothSet),
            (_, None) => match setting::variable(ORG_KEY_VARIABLE)? {
                Some(key) => Ok(Self::Value(OrgKey::from_setting(ORG_KEY_VARIABLE, &key))),
                None => of_both(Problem::NeitherSet),
            },
            (false, Some(path)) => Ok(Self::File { setting: ORG_KEY_FILE_VARIABLE, path: path.into() }),
        }
    }

    pub(super) fn key(self) -> Result<OrgKey, ConfigError> {
        match self {
            Self::Value(key) => key,
            Self::File { setting, path } => key_file::read(setting, &path),
        }
    }
}

/// Not the path: somebody may have put the key there.
impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(key) => f.debug_tuple("Value").field(key).finish(),
            Self::File { setting, .. } => f.debug_struct("File").field("setting", setting).finish_non_exhaustive(),
        }
    }
}
