//! An authority over TLS on loopback, with HTTP/2 or HTTP/1.1, which can be told to break at either.

mod certificates;
mod frames;
mod http1;
mod http2;

use std::future::pending;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rustls::{HandshakeKind, ServerConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, watch};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

pub use certificates::{Certificate, CertificateAuthority};
pub use frames::{Frame, Last};
pub use http2::{Answer, Asked};

/// How a new connection is received.
#[derive(Clone)]
pub enum Reception {
    /// A TLS handshake, then these answers, over HTTP/2 where that was negotiated, else over HTTP/1.1.
    Serve(Arc<ServerConfig>, Answers),
    /// A TLS handshake, then HTTP/2 with these frames.
    Frames(Arc<ServerConfig>, Script),
    /// Reads the client's first bytes, says this, and ends the connection.
    Say(Vec<u8>),
    /// Reads the client's first bytes and says nothing, ever.
    Stall,
}

/// What is answered to each request.
pub type Answers = Arc<dyn Fn(&Asked) -> Answer + Send + Sync>;

/// The frames that answer the request on a stream: 1, 3, 5, …
pub type Script = Arc<dyn Fn(u32) -> Vec<Frame> + Send + Sync>;

/// Why a connection ended.
type Ended = Box<dyn std::error::Error + Send + Sync>;

/// The server. Its connections end when it is dropped.
pub struct TlsServer {
    address: SocketAddr,
    stage: Arc<Stage>,
}

struct Stage {
    reception: Mutex<Reception>,
    connections: AtomicUsize,
    requests: AtomicUsize,
    validates: AtomicUsize,
    resumed: AtomicUsize,
    ended: AtomicUsize,
    header_blocks: Mutex<Vec<Vec<u8>>>,
    /// Connections with a lower number are not served any more.
    frozen: watch::Sender<usize>,
    over: Notify,
}

impl TlsServer {
    /// Listens on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// Where the system gives no port or no thread.
    pub fn start(reception: Reception) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let stage = Arc::new(Stage {
            reception: Mutex::new(reception),
            connections: AtomicUsize::new(0),
            requests: AtomicUsize::new(0),
            validates: AtomicUsize::new(0),
            resumed: AtomicUsize::new(0),
            ended: AtomicUsize::new(0),
            header_blocks: Mutex::default(),
            frozen: watch::channel(0).0,
            over: Notify::new(),
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let playing = Arc::clone(&stage);
        thread::Builder::new().spawn(move || {
            // An error ends the server, which its test will see.
            drop(runtime.block_on(playing.accept_all(listener)));
        })?;
        Ok(Self { address, stage })
    }

    /// Where it listens: `https://127.0.0.1:…`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How it receives connections from now on. Those that are open keep what they have.
    pub fn receive(&self, reception: Reception) {
        *self.stage.reception.lock().unwrap_or_else(PoisonError::into_inner) = reception;
    }

    /// Reads nothing and writes nothing any more on the connections that are open, and does not close
    /// them: as after a firewall has forgotten them.
    pub fn freeze_connections(&self) {
        self.stage.frozen.send_replace(self.connections());
    }

    /// How many connections it accepted.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.stage.connections.load(Ordering::SeqCst)
    }

    /// How many requests of any kind it read.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.stage.requests.load(Ordering::SeqCst)
    }

    /// How many validates it read.
    #[must_use]
    pub fn validates(&self) -> usize {
        self.stage.validates.load(Ordering::SeqCst)
    }

    /// How many connections have ended.
    #[must_use]
    pub fn ended(&self) -> usize {
        self.stage.ended.load(Ordering::SeqCst)
    }

    /// How many handshakes resumed an earlier session.
    #[must_use]
    pub fn resumed(&self) -> usize {
        self.stage.resumed.load(Ordering::SeqCst)
    }

    /// The HPACK blocks of the requests that were answered frame by frame.
    #[must_use]
    pub fn header_blocks(&self) -> Vec<Vec<u8>> {
        self.stage.header_blocks.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        self.stage.over.notify_one();
    }
}

impl Stage {
    async fn accept_all(self: Arc<Self>, listener: TcpListener) -> io::Result<()> {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    let (stream, _) = accepted?;
                    let number = self.connections.fetch_add(1, Ordering::SeqCst);
                    let reception = self.reception.lock().unwrap_or_else(PoisonError::into_inner).clone();
                    // A connection that ends with an error has ended: that is all there is to know.
                    let stage = Arc::clone(&self);
                    tokio::spawn(async move {
                        drop(stage.host(stream, number, reception).await);
                        stage.ended.fetch_add(1, Ordering::SeqCst);
                    });
                }
                () = self.over.notified() => return Ok(()),
            }
        }
    }

    async fn host(&self, mut stream: TcpStream, number: usize, reception: Reception) -> Result<(), Ended> {
        stream.set_nodelay(true)?;
        match reception {
            Reception::Serve(config, answers) => {
                let stream = self.handshake(config, stream).await?;
                let mut serving = pin!(self.serve(number, stream, &answers));
                let mut frozen = self.frozen.subscribe();
                let freezing = async { drop(frozen.wait_for(|first_served| number < *first_served).await) };
                tokio::select! {
                    served = &mut serving => return served,
                    () = freezing => {}
                }
                pending::<()>().await;
            }
            Reception::Frames(config, script) => {
                frames::serve(self, self.handshake(config, stream).await?, &*script).await?;
            }
            Reception::Say(bytes) => {
                stream.read_buf(&mut Vec::with_capacity(4096)).await?;
                stream.write_all(&bytes).await?;
                stream.shutdown().await?;
                tokio::io::copy(&mut stream, &mut tokio::io::sink()).await?;
            }
            Reception::Stall => {
                tokio::io::copy(&mut stream, &mut tokio::io::sink()).await?;
            }
        }
        Ok(())
    }

    async fn handshake(&self, config: Arc<ServerConfig>, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        let stream = TlsAcceptor::from(config).accept(stream).await?;
        let resumed = stream.get_ref().1.handshake_kind() == Some(HandshakeKind::Resumed);
        self.resumed.fetch_add(usize::from(resumed), Ordering::SeqCst);
        Ok(stream)
    }

    async fn serve(&self, number: usize, stream: TlsStream<TcpStream>, answers: &Answers) -> Result<(), Ended> {
        if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
            http2::serve(self, number, stream, answers).await
        } else {
            http1::serve(self, number, stream, answers).await
        }
    }
}
