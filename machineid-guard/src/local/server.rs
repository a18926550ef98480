//! The thread that serves, and how it ends.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::Ordering;
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;

use super::own_names::OwnNames;
use super::routes::router;
use super::state::State;

/// How many connections may wait to be accepted; the system may lower it. A burst of callers is
/// what tests do, and a full queue would look to them like an authority that is down.
const BACKLOG: u32 = 16_384;

/// A port that is open as long as this lives.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    /// Dropping it is the signal to stop.
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Opens the port (0 lets the system pick one) and returns once it is listening.
    ///
    /// The runtime is built and dropped on the server's own thread: a runtime may not be dropped
    /// inside another one, where an async test would drop its authority.
    pub(super) fn start(port: u16, state: Arc<State>) -> io::Result<Self> {
        let (opened, is_open) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread =
            thread::Builder::new().name("machineid-local".into()).spawn(move || run(port, state, &opened, stopped))?;
        let address = is_open.recv().unwrap_or_else(|_| Err(io::Error::other("the authority's thread ended early")))?;
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic over there has been printed; a second one here would abort the process.
            let _ = thread.join();
        }
    }
}

fn run(
    port: u16,
    state: Arc<State>,
    opened: &mpsc::Sender<io::Result<SocketAddr>>,
    stopped: oneshot::Receiver<Infallible>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = opened.send(Err(error));
            return;
        }
    };
    runtime.block_on(async move {
        match open(port) {
            Ok((listener, address)) => {
                let listener = CountingListener { listener, state: Arc::clone(&state) };
                let router = router(state, OwnNames::of(address));
                tokio::spawn(async move { axum::serve(listener, router).await });
                let _ = opened.send(Ok(address));
                // Only ever an error: the sender was dropped.
                let _ = stopped.await;
            }
            Err(error) => drop(opened.send(Err(error))),
        }
    });
    // The end of the runtime drops every task, and with it the port and every connection, at once.
    drop(runtime);
}

fn open(port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let socket = TcpSocket::new_v4()?;
    // Lets an authority come back on its port while old connections linger in TIME_WAIT. On
    // Windows the option means something else: to take a port that somebody is listening on.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind((Ipv4Addr::LOCALHOST, port).into())?;
    let listener = socket.listen(BACKLOG)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Counts what it accepts and sends small answers at once.
struct CountingListener {
    listener: TcpListener,
    state: Arc<State>,
}

impl Listener for CountingListener {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        // The trait's accept, not the listener's own: it waits and goes on where the process has
        // run out of file descriptors.
        let (stream, address) = Listener::accept(&mut self.listener).await;
        self.state.connections.fetch_add(1, Ordering::SeqCst);
        // Fails only on a connection that is gone already.
        let _ = stream.set_nodelay(true);
        (stream, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}
