//! What `machineid relay` is told.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{ArgGroup, Args};

use crate::keyed::Keyed;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("door").required(true).args(["socket", "listen"]))]
pub(crate) struct Relay {
    /// Devices that may be asked for: ids, or patterns such as `openai-agent:prod:*`; may be given several times.
    #[arg(long, required = true, value_name = "DEVICE")]
    pub(crate) allow: Vec<String>,
    /// Listens on this Unix socket, whose permissions say who may ask.
    #[arg(long, value_name = "PATH")]
    pub(crate) socket: Option<PathBuf>,
    /// The socket's permissions, in octal.
    #[arg(long, value_name = "MODE", default_value = "0660", value_parser = mode, conflicts_with = "listen")]
    pub(crate) socket_mode: u32,
    /// The socket's group: a name of /etc/group, or a number. Default: the relay's own.
    #[arg(long, value_name = "GROUP", requires = "socket")]
    pub(crate) socket_group: Option<String>,
    /// Listens on this port of a loopback address, such as 127.0.0.1:8182, where each agent has a token.
    #[arg(long, value_name = "ADDRESS", requires = "token_file")]
    pub(crate) listen: Option<SocketAddr>,
    /// The agents, a line for each: name, token, and the devices it may ask for, where that is not all of `--allow`. A file
    /// for its owner alone (`chmod 600`).
    #[arg(long, value_name = "FILE", requires = "listen")]
    pub(crate) token_file: Option<PathBuf>,
    /// Trusts this certificate authority, in PEM or DER, in place of the public ones.
    #[arg(long, value_name = "FILE")]
    pub(crate) root_certificate: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) keyed: Keyed,
}

fn mode(text: &str) -> Result<u32, String> {
    match u32::from_str_radix(text, 8) {
        Ok(mode) if mode <= 0o777 => Ok(mode),
        _ => Err("must be octal permissions, such as 0660".to_owned()),
    }
}
