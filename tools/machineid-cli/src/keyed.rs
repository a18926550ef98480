//! The part of the command line that says how the authority is asked.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

/// Where the key is, and how long it is waited for an answer.
#[derive(Debug, Args)]
pub(crate) struct Keyed {
    /// The file that has the key, for its owner alone (`chmod 600`), in place of the environment's.
    #[arg(long, value_name = "FILE", conflicts_with = "key_stdin")]
    pub(crate) key_file: Option<PathBuf>,
    /// Reads the key from standard input, in place of the environment's.
    #[arg(long)]
    pub(crate) key_stdin: bool,
    /// The longest wait for an answer, 100ms to 10s.
    #[arg(long, default_value = "10s", value_parser = humantime::parse_duration)]
    pub(crate) timeout: Duration,
}
