//! Where the key comes from, and the client that sends it.
//!
//! Never from the command line, which every user of the machine can read.

use std::env::{self, VarError};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use machineid_guard::{Client, ClientBuilder, ConfigError, Problem};

use crate::keyed::Keyed;
use crate::outcome::Stop;

const KEY: &str = "MACHINEID_ORG_KEY";
const KEY_FILE: &str = "MACHINEID_ORG_KEY_FILE";
const BASE_URL: &str = "MACHINEID_BASE_URL";
const PROXY: &str = "MACHINEID_PROXY";

/// More than any key has, and white space around it.
const MOST: u64 = 4096;

/// Where the key is.
#[derive(Debug)]
pub(crate) enum KeySource {
    /// `MACHINEID_ORG_KEY` or `MACHINEID_ORG_KEY_FILE`.
    Environment,
    /// A file for its owner alone.
    File(PathBuf),
    /// Standard input, which is a pipe or a file.
    StandardInput,
}

/// A client, and the key's text, which is kept for one thing: to see that it is not shown.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) client: Client,
    /// Makes more of the same. It has the key itself, and reads no file again.
    pub(crate) builder: ClientBuilder,
    pub(crate) key: Option<String>,
}

impl Connection {
    /// Opens nothing yet. Where a certificate authority is given, it is trusted in place of the public ones.
    pub(crate) fn new(source: &KeySource, timeout: Duration, root: Option<&[u8]>) -> Result<Self, Stop> {
        let (builder, key) = match source {
            KeySource::Environment => {
                let builder = ClientBuilder::from_env().map_err(|error| Stop::bad_input(error.to_string()))?;
                (builder, key_of_environment())
            }
            KeySource::File(path) => (with_address(Client::builder().org_key_file(path))?, None),
            KeySource::StandardInput => {
                let key = piped()?;
                (with_address(Client::builder().org_key(&key))?, Some(key))
            }
        };
        let builder = root.into_iter().fold(builder, ClientBuilder::root_certificate);
        let builder = builder.timeout(timeout);
        let client = builder.clone().build().map_err(|error| refused(&error))?;
        // Only now: the library has refused what is no file for the key.
        let key = key.or_else(|| content(&source.file()?));
        let key = key.map(|key| key.trim().to_owned());
        let builder = key.iter().fold(builder, ClientBuilder::org_key);
        Ok(Self { client, builder, key })
    }
}

impl KeySource {
    pub(crate) fn of(keyed: &Keyed) -> Self {
        match (&keyed.key_file, keyed.key_stdin) {
            (Some(path), _) => Self::File(path.clone()),
            (None, true) => Self::StandardInput,
            (None, false) => Self::Environment,
        }
    }

    fn file(&self) -> Option<PathBuf> {
        match self {
            Self::Environment => env::var_os(KEY_FILE).map(PathBuf::from),
            Self::File(path) => Some(path.clone()),
            Self::StandardInput => None,
        }
    }
}

pub(crate) fn key_of_environment() -> Option<String> {
    env::var(KEY).ok().map(|key| key.trim().to_owned())
}

/// Whether the file may be used is for the library to say.
fn content(path: &Path) -> Option<String> {
    let mut text = String::new();
    std::fs::File::open(path).ok()?.take(MOST).read_to_string(&mut text).ok()?;
    Some(text)
}

fn piped() -> Result<String, Stop> {
    let input = io::stdin();
    if input.is_terminal() {
        return Err(Stop::bad_input(
            "--key-stdin on a terminal would show the key while it is typed: pipe it in, or use --key-file",
        ));
    }
    let mut key = String::new();
    match input.take(MOST).read_to_string(&mut key) {
        Ok(_) => Ok(key),
        Err(error) => Err(Stop::bad_input(format!("the key on standard input cannot be read: {}", error.kind()))),
    }
}

/// The address is the environment's, wherever the key is from.
fn with_address(mut builder: ClientBuilder) -> Result<ClientBuilder, Stop> {
    if let Some(url) = variable(BASE_URL)? {
        builder = builder.base_url(url);
    }
    if let Some(url) = variable(PROXY)? {
        builder = builder.proxy(url);
    }
    Ok(builder)
}

/// Where the authority is, if the environment says so.
pub(crate) fn address() -> Result<Option<String>, Stop> {
    variable(BASE_URL)
}

fn variable(name: &str) -> Result<Option<String>, Stop> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Stop::bad_input(format!("{name} {}", Problem::NotUnicode))),
    }
}

/// In the words of this program, whose user called no method.
fn refused(error: &ConfigError) -> Stop {
    let setting = match error.setting() {
        ".org_key(…)" => "the key on standard input",
        ".org_key_file(…)" => "--key-file",
        "the key in .org_key_file(…)" => "the key in the file of --key-file",
        ".base_url(…)" => BASE_URL,
        ".proxy(…)" => PROXY,
        ".timeout(…)" => "--timeout",
        ".root_certificate(…)" => "--root-certificate",
        other => other,
    };
    Stop::bad_input(format!("{setting} {}", error.problem()))
}
