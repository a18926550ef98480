//! An authority that reads one whole question per connection, and then plays bytes: whatever they are.

mod http1;
mod http2;

use std::io::{self, Read};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::tls::CertificateAuthority;

/// How long a connection is kept for a peer that neither reads on nor goes away.
const PATIENCE: Duration = Duration::from_secs(5);

/// The server. It ends when it is dropped.
#[derive(Debug)]
pub struct Played {
    base_url: String,
    address: SocketAddr,
    stage: Arc<Stage>,
}

#[derive(Debug, Default)]
struct Stage {
    bytes: Mutex<Vec<u8>>,
    connections: AtomicUsize,
    over: AtomicBool,
}

/// Reads the question and plays the bytes.
type Connection = dyn Fn(TcpStream, &[u8]) -> io::Result<()> + Send + Sync;

impl Played {
    /// Over plain HTTP/1.1: the bytes are all that is said.
    ///
    /// # Errors
    /// Where the system gives no port or no thread.
    pub fn http1() -> io::Result<Self> {
        Self::start("http", Arc::new(http1::play))
    }

    /// Over TLS and HTTP/2: the bytes follow the server's SETTINGS and its acknowledgement of the client's.
    ///
    /// # Errors
    /// Where the system gives no port or no thread, or no key can be made.
    pub fn http2(trusted: &CertificateAuthority) -> Result<Self, Box<dyn std::error::Error>> {
        let play = http2::after_settings(trusted)?;
        Ok(Self::start("https", Arc::new(play))?)
    }

    /// Over TLS, where HTTP/2 was agreed: the bytes are all that is said.
    ///
    /// # Errors
    /// Where the system gives no port or no thread, or no key can be made.
    pub fn raw_http2(trusted: &CertificateAuthority) -> Result<Self, Box<dyn std::error::Error>> {
        let play = http2::from_the_start(trusted)?;
        Ok(Self::start("https", Arc::new(play))?)
    }

    fn start(scheme: &str, play: Arc<Connection>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let stage = Arc::new(Stage::default());
        let accepting = Arc::clone(&stage);
        thread::Builder::new().spawn(move || accepting.accept_all(&listener, &play))?;
        Ok(Self { base_url: format!("{scheme}://{address}"), address, stage })
    }

    /// Where it listens.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// What is played on each connection from now on.
    pub fn play(&self, bytes: &[u8]) {
        self.stage.bytes.lock().unwrap_or_else(PoisonError::into_inner).splice(.., bytes.iter().copied());
    }

    /// How many connections it accepted.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.stage.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Played {
    fn drop(&mut self) {
        self.stage.over.store(true, Ordering::SeqCst);
        // Only to be accepted; where it is refused the server is over already.
        drop(TcpStream::connect(self.address));
    }
}

impl Stage {
    fn accept_all(&self, listener: &TcpListener, play: &Arc<Connection>) {
        while let Ok((stream, _)) = listener.accept() {
            if self.over.load(Ordering::SeqCst) {
                return;
            }
            self.connections.fetch_add(1, Ordering::SeqCst);
            let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let play = Arc::clone(play);
            // A peer that goes away early has made up its mind, and that is what is looked at.
            thread::spawn(move || drop(play(stream, &bytes)));
        }
    }
}

fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))
}

/// Ends the answer, and keeps the connection until the peer has read it: a reset would take bytes away.
fn end(mut stream: TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    let mut unread = [0; 4096];
    while stream.read(&mut unread)? > 0 {}
    Ok(())
}
