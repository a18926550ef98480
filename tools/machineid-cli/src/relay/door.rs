//! Where agents come in, and how one of them is told from a stranger.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::HeaderMap;
use machineid_guard::DeviceId;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
#[cfg(unix)]
use tokio::net::UnixStream;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use crate::outcome::Stop;
use crate::relay::allowed::Allowed;
use crate::relay::refusal::Refusal;
#[cfg(unix)]
use crate::relay::socket::Socket;
use crate::relay::tokens::{Agent, Tokens};

/// The header that has the key where there is no relay. Here it has an agent's token.
const KEY: &str = "x-org-key";

/// How many connections may wait to be accepted; the system may lower it.
const BACKLOG: u32 = 4096;

/// Where the relay listens.
#[derive(Debug)]
pub(super) enum Door {
    /// The socket's permissions say who may ask.
    #[cfg(unix)]
    Socket(Socket),
    /// Every user of the machine can connect, so each agent has a token.
    Port(Port),
}

#[derive(Debug)]
pub(super) struct Port {
    listener: TcpListener,
    tokens: Tokens,
}

impl Port {
    pub(super) fn open(address: SocketAddr, tokens: Tokens) -> Result<Self, Stop> {
        if !address.ip().is_loopback() {
            return Err(Stop::bad_input(format!(
                "--listen {address} is not an address of this machine alone: tokens and answers are not encrypted, so take \
                 127.0.0.1"
            )));
        }
        let listener = listen(address)
            .map_err(|error| Stop::bad_input(format!("--listen {address} cannot be listened on: {error}")))?;
        Ok(Self { listener, tokens })
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // On Windows the option means something else: to take a port that somebody is listening on.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Who asks.
pub(super) enum Asker<'a> {
    /// One of those who may open the socket.
    OfSocket,
    Agent(&'a Agent),
}

impl Door {
    /// What an agent sets `MACHINEID_BASE_URL` to.
    pub(super) fn base_url(&self) -> io::Result<String> {
        match self {
            #[cfg(unix)]
            Self::Socket(socket) => Ok(socket.base_url()),
            Self::Port(port) => Ok(format!("http://{}", port.listener.local_addr()?)),
        }
    }

    pub(super) async fn accept(&self) -> io::Result<Visitor> {
        match self {
            #[cfg(unix)]
            Self::Socket(socket) => Ok(Visitor::Socket(socket.listener().accept().await?.0)),
            Self::Port(port) => {
                let stream = port.listener.accept().await?.0;
                // Fails only on a connection that is gone already.
                drop(stream.set_nodelay(true));
                Ok(Visitor::Port(stream))
            }
        }
    }

    /// Who has these headers.
    pub(super) fn asker(&self, headers: &HeaderMap) -> Result<Asker<'_>, Refusal> {
        let mut keys = headers.get_all(KEY).iter();
        match (self, keys.next(), keys.next()) {
            #[cfg(unix)]
            (Self::Socket(_), None, _) => Ok(Asker::OfSocket),
            #[cfg(unix)]
            (Self::Socket(_), Some(_), _) => Err(Refusal::Key),
            (Self::Port(port), Some(token), None) => {
                port.tokens.agent(token.as_bytes()).map(Asker::Agent).ok_or(Refusal::Token)
            }
            (Self::Port(_), _, _) => Err(Refusal::Token),
        }
    }
}

impl Asker<'_> {
    pub(super) fn may_ask_for(&self, device: &DeviceId, allowed: &Allowed) -> bool {
        allowed.contains(device)
            && match self {
                Self::OfSocket => true,
                Self::Agent(agent) => agent.may_ask_for(device),
            }
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Self::OfSocket => "an agent",
            Self::Agent(agent) => &agent.name,
        }
    }
}

/// A connection.
#[derive(Debug)]
pub(super) enum Visitor {
    #[cfg(unix)]
    Socket(UnixStream),
    Port(TcpStream),
}

impl Visitor {
    /// Whether the other side runs as this process's own user, and so can read the key wherever this process has it from.
    pub(super) fn is_of_own_user(&self) -> bool {
        match self {
            #[cfg(unix)]
            Self::Socket(stream) => {
                stream.peer_cred().is_ok_and(|peer| peer.uid() == rustix::process::getuid().as_raw())
            }
            // A port does not say who it is.
            Self::Port(_) => false,
        }
    }
}

impl AsyncRead for Visitor {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, read: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            #[cfg(unix)]
            Self::Socket(stream) => Pin::new(stream).poll_read(context, read),
            Self::Port(stream) => Pin::new(stream).poll_read(context, read),
        }
    }
}

impl AsyncWrite for Visitor {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            #[cfg(unix)]
            Self::Socket(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Port(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            #[cfg(unix)]
            Self::Socket(stream) => Pin::new(stream).poll_flush(context),
            Self::Port(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            #[cfg(unix)]
            Self::Socket(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Port(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
