//! The organisation key in a file of its own, so that it is in no environment that a child inherits.
//!
//! No error shows what is in the file, nor its path: somebody may have put the key there.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use crate::client::OrgKey;
use crate::setting::{ConfigError, Problem};

/// How much of it is read: the longest key, and white space around it.
const MOST: u64 = 1024;

/// Reads the key, once.
pub(super) fn read(setting: &'static str, path: &Path) -> Result<OrgKey, ConfigError> {
    let refused = |problem| ConfigError::new(setting, problem);
    if path.as_os_str().is_empty() {
        return Err(refused(Problem::Blank));
    }
    let bytes = content(path).map_err(refused)?;
    let setting = format!("the key in {setting}");
    if bytes.len() as u64 > MOST {
        return Err(ConfigError::new(setting, Problem::TooLong { limit: OrgKey::LONGEST }));
    }
    match std::str::from_utf8(&bytes) {
        Ok(key) => OrgKey::from_setting(&setting, key),
        Err(_) => Err(ConfigError::new(setting, Problem::NotUnicode)),
    }
}

/// What is looked at is the file that was opened, and not what its path names a moment earlier or later.
fn content(path: &Path) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: io::Error| Problem::UnreadableFile(error.kind());
    let file = open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Problem::NotAFile);
    }
    refuse_open_to_others(&metadata)?;
    let mut bytes = Vec::new();
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// A pipe that nobody writes to must not hold up the program, and a terminal must not become its own.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(unix)]
fn refuse_open_to_others(metadata: &std::fs::Metadata) -> Result<(), Problem> {
    use std::os::unix::fs::PermissionsExt;

    const OWNERS: u32 = 0o7700;
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & !OWNERS == 0 { Ok(()) } else { Err(Problem::OpenToOthers { mode }) }
}

/// Elsewhere permissions are not bits, and are not looked at: the documentation of `org_key_file` says so.
#[cfg(not(unix))]
fn refuse_open_to_others(_: &std::fs::Metadata) -> Result<(), Problem> {
    Ok(())
}
