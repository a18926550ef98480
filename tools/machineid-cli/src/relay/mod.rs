//! `machineid relay`: asks for agents with a key that they do not have.
//!
//! An agent with a tool that runs commands finds whatever its process was given. So the key is here, in a process of
//! another user, and what comes through is register and validate, for devices that are allowed, and nothing else.

mod allowed;
mod arguments;
mod askers;
mod desk;
mod door;
mod house;
mod journal;
mod lobby;
mod refusal;
mod request;
#[cfg(unix)]
mod socket;
mod tokens;

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;

use crate::connection::{Connection, KeySource};
use crate::console::{Console, Look};
use crate::interruption::asked_to_end;
use crate::outcome::{Outcome, Stop};

pub(crate) use arguments::Relay;

use allowed::Allowed;
use askers::Askers;
use desk::Desk;
use door::{Door, Port};
use journal::Journal;
use tokens::Tokens;

/// The largest certificate file that is read, in bytes.
const LARGEST_CERTIFICATE: u64 = 1 << 20;

/// Passes questions on until it is asked to end.
pub(crate) async fn run(mut console: Console, relay: Relay) -> Result<Outcome, Stop> {
    let allowed = Allowed::read(relay.allow.iter().map(String::as_str))?;
    let root = relay.root_certificate.as_deref().map(certificate).transpose()?;
    let patience = relay.keyed.timeout;
    let Connection { builder, key, .. } = Connection::new(&KeySource::of(&relay.keyed), patience, root.as_deref())?;
    let askers = Askers::start(builder, patience)
        .map_err(|error| Stop::not_as_asked(format!("the system gives no thread to ask on: {error}")))?;
    let door = open(&relay, key.as_deref(), &mut console)?;
    console.hide(key);
    let base_url = door.base_url()?;
    let mut end = pin!(asked_to_end());
    // From here on it is heard: whoever reads the line may ask for the end at once, and the socket is to go then.
    tokio::select! {
        biased;
        () = &mut end => return Ok(Outcome::Done),
        () = std::future::ready(()) => {}
    }
    console.line(&[(&base_url, Look::Plain)])?;
    let journal = Journal::new(console);
    let desk = Arc::new(Desk { askers, door, allowed, journal });
    house::run(Arc::clone(&desk), patience, end).await;
    desk.journal.note("asked to end");
    Ok(Outcome::Done)
}

fn open(relay: &Relay, key: Option<&str>, console: &mut Console) -> Result<Door, Stop> {
    if let (Some(address), Some(file)) = (relay.listen, &relay.token_file) {
        let tokens = Tokens::read(file)?;
        for token in tokens.secrets() {
            if key == Some(token) {
                return Err(Stop::bad_input(
                    "a token of --token-file is the organisation's key, which no agent may have",
                ));
            }
            console.hide(Some(token.to_owned()));
        }
        return Ok(Door::Port(Port::open(address, tokens)?));
    }
    open_socket(relay)
}

#[cfg(unix)]
fn open_socket(relay: &Relay) -> Result<Door, Stop> {
    let path = relay.socket.as_deref().unwrap_or(Path::new(""));
    Ok(Door::Socket(socket::Socket::open(path, relay.socket_mode, relay.socket_group.as_deref())?))
}

#[cfg(not(unix))]
fn open_socket(_: &Relay) -> Result<Door, Stop> {
    Err(Stop::bad_input("this system has no Unix sockets: use --listen"))
}

fn certificate(path: &Path) -> Result<Vec<u8>, Stop> {
    use std::io::Read;

    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(LARGEST_CERTIFICATE).read_to_end(&mut bytes));
    read.map_err(|error| Stop::bad_input(format!("--root-certificate cannot be read: {}", error.kind())))?;
    Ok(bytes)
}
