//! The agents that ask through a port, and the token of each.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use subtle::{Choice, ConstantTimeEq};

use crate::outcome::Stop;
use crate::relay::allowed::Allowed;

/// What 128 bits have in hexadecimal digits.
const SHORTEST: usize = 32;
/// What a header of the library has room for.
const LONGEST: usize = 512;
/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// One agent.
pub(super) struct Agent {
    pub(super) name: String,
    token: String,
    /// Besides what is allowed to all.
    allowed: Option<Allowed>,
}

/// All agents.
#[derive(Debug)]
pub(super) struct Tokens(Vec<Agent>);

impl Tokens {
    /// Reads the file: a line for each agent, with name, token, and the devices that it may ask for.
    pub(super) fn read(path: &Path) -> Result<Self, Stop> {
        let text = content(path).map_err(|why| Stop::bad_input(format!("--token-file {why}")))?;
        let mut agents: Vec<Agent> = Vec::new();
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !is_empty(line)) {
            // Nothing of a line is shown: a token may stand anywhere in it.
            let wrong = |why: &str| Stop::bad_input(format!("line {number} of --token-file {why}"));
            let agent = Agent::read(line, &wrong)?;
            if agents.iter().any(|other| other.name == agent.name) {
                return Err(wrong("has a name that another line has"));
            }
            if agents.iter().any(|other| other.token == agent.token) {
                return Err(wrong("has a token that another line has"));
            }
            agents.push(agent);
        }
        if agents.is_empty() {
            return Err(Stop::bad_input("--token-file names no agent: write a line with a name and a token for each"));
        }
        Ok(Self(agents))
    }

    /// The agent with this token. It takes as long for a wrong one as for any.
    pub(super) fn agent(&self, token: &[u8]) -> Option<&Agent> {
        let mut found = None;
        for agent in &self.0 {
            if bool::from(agent.has(token)) {
                found = Some(agent);
            }
        }
        found
    }

    /// All that may not be shown.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|agent| agent.token.as_str())
    }
}

impl Agent {
    fn read(line: &str, wrong: &impl Fn(&str) -> Stop) -> Result<Self, Stop> {
        let mut words = line.split_ascii_whitespace();
        let (Some(name), Some(token)) = (words.next(), words.next()) else {
            return Err(wrong("has no token behind the name"));
        };
        if !(SHORTEST..=LONGEST).contains(&token.len()) || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(wrong(
                "has a token that is not 32 to 512 visible ASCII characters: make one with `openssl rand -hex 32`",
            ));
        }
        let devices: Vec<&str> = words.collect();
        let allowed = if devices.is_empty() {
            None
        } else {
            Some(
                Allowed::read(devices)
                    .map_err(|_| wrong("has a word behind the token that is no device and no pattern"))?,
            )
        };
        Ok(Self { name: name.to_owned(), token: token.to_owned(), allowed })
    }

    fn has(&self, token: &[u8]) -> Choice {
        self.token.as_bytes().ct_eq(token)
    }

    pub(super) fn may_ask_for(&self, device: &machineid_guard::DeviceId) -> bool {
        self.allowed.as_ref().is_none_or(|allowed| allowed.contains(device))
    }
}

impl fmt::Debug for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agent").field("name", &self.name).finish_non_exhaustive()
    }
}

fn is_empty(line: &str) -> bool {
    line.trim().is_empty() || line.trim_start().starts_with('#')
}

/// What is looked at is the file that was opened.
fn content(path: &Path) -> Result<String, String> {
    let unreadable = |error: std::io::Error| format!("cannot be read: {}", error.kind());
    let file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err("is not a regular file".to_owned());
    }
    refuse_open_to_others(&metadata)?;
    let mut text = String::new();
    file.take(LARGEST + 1).read_to_string(&mut text).map_err(unreadable)?;
    if text.len() as u64 > LARGEST { Err("is larger than 1 MiB".to_owned()) } else { Ok(text) }
}

#[cfg(unix)]
fn refuse_open_to_others(metadata: &std::fs::Metadata) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;

    const OWNERS: u32 = 0o7700;
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & !OWNERS == 0 {
        return Ok(());
    }
    Err(format!("has permissions for others than its owner (mode {mode:04o}): run `chmod 600` on it"))
}

#[cfg(not(unix))]
fn refuse_open_to_others(_: &std::fs::Metadata) -> Result<(), String> {
    Ok(())
}
