//! The path of the Unix socket that a relay listens on.

use std::path::Path;
use std::sync::Arc;

use crate::setting::Problem;

/// What a socket's address has room for, but for the zero at its end.
const LONGEST: usize = if cfg!(any(target_os = "linux", target_os = "android")) { 107 } else { 103 };

/// An absolute path, as it was written: nothing in it is decoded.
#[derive(Clone, Debug)]
pub(super) struct SocketPath(Arc<Path>);

impl SocketPath {
    /// Reads what follows `unix:`.
    pub(super) fn new(text: &str) -> Result<Self, Problem> {
        // Two slashes begin the host of a URL, which this is not.
        let names_a_file = text.starts_with('/') && !text.starts_with("//") && !text.ends_with('/');
        if cfg!(not(unix)) {
            Err(Problem::NoUnixSockets)
        } else if !names_a_file {
            Err(Problem::NotASocketPath)
        } else if text.len() > LONGEST {
            Err(Problem::TooLong { limit: LONGEST })
        } else {
            Ok(Self(Arc::from(Path::new(text))))
        }
    }

    #[cfg(unix)]
    pub(super) fn as_path(&self) -> &Path {
        &self.0
    }
}
