//! A scripted listener: a server on loopback that answers, lies, stalls and breaks exactly as told.
//!
//! What it does is chosen by a [`Play`], which can be changed while it runs: so a server that was broken
//! turns healthy on the same address, and a guard that was denied can be shown to be unharmed.

mod gate;
mod perform;
mod plays;
mod request;
mod tunnel;

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

pub use gate::Gate;
pub use plays::{ALLOW, DENY, REGISTERED, healthy, http, json, on_accept, on_register, on_validate};
pub use request::Recorded;
pub use tunnel::{Seen, proxy_to};

/// Something that is done with a connection.
pub type Act = Arc<dyn Fn(&mut TcpStream) -> io::Result<()> + Send + Sync>;

/// What the server does next on one connection.
#[derive(Clone)]
pub enum Step {
    /// Writes these bytes at once.
    Say(Vec<u8>),
    /// Writes these bytes one at a time, with this pause after each.
    Drip(Vec<u8>, Duration),
    /// Writes these bytes again and again, until the peer is gone.
    Repeat(Vec<u8>),
    /// Whatever a test needs to do with the connection at this moment.
    Do(Act),
    /// Waits until the gate is open.
    Wait(Gate),
    /// Opens a gate that somebody else waits for.
    Open(Gate),
    /// Says nothing more until the peer is gone.
    Hang,
    /// Ends the connection in good order.
    Fin,
    /// Breaks the connection.
    Reset,
}

/// The moment at which the server is asked what to do.
#[derive(Clone, Debug)]
pub enum Cue {
    /// A connection was accepted; nothing was read from it.
    Accepted,
    /// A whole request was read: the `nth` on its connection, from 0.
    Asked {
        /// How many requests came before it on its connection.
        nth: usize,
        /// The request.
        request: Recorded,
    },
}

/// What a server does at each cue.
pub type Play = Arc<dyn Fn(&Cue) -> Vec<Step> + Send + Sync>;

/// The server. Its threads end when it is dropped.
pub struct Scripted {
    address: SocketAddr,
    stage: Arc<Stage>,
}

struct Stage {
    play: Mutex<Play>,
    requests: Mutex<Vec<Recorded>>,
    connections: AtomicUsize,
    over: AtomicBool,
}

impl Scripted {
    /// Listens on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// Where the system gives no port or no thread.
    pub fn start(play: Play) -> io::Result<Self> {
        Self::on(TcpListener::bind(("127.0.0.1", 0))?, play)
    }

    /// Serves from a listener that is there already.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn on(listener: TcpListener, play: Play) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let stage = Arc::new(Stage {
            play: Mutex::new(play),
            requests: Mutex::default(),
            connections: AtomicUsize::new(0),
            over: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&stage);
        thread::Builder::new().spawn(move || accepting.accept_all(&listener))?;
        Ok(Self { address, stage })
    }

    /// Where it listens: `http://127.0.0.1:…`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it does from the next cue on.
    pub fn play(&self, play: Play) {
        *lock(&self.stage.play) = play;
    }

    /// Every request so far, in the order in which they were read.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.stage.requests).clone()
    }

    /// How many validates it was sent.
    #[must_use]
    pub fn validates(&self) -> usize {
        lock(&self.stage.requests).iter().filter(|request| request.is_validate()).count()
    }

    /// How many connections it accepted.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.stage.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.stage.over.store(true, Ordering::SeqCst);
        // The accepting thread sees the end at its next connection: this one.
        drop(TcpStream::connect(self.address));
    }
}

impl Stage {
    fn accept_all(self: Arc<Self>, listener: &TcpListener) {
        while let Ok((stream, _)) = listener.accept() {
            if self.is_over() {
                return;
            }
            self.connections.fetch_add(1, Ordering::SeqCst);
            let stage = Arc::clone(&self);
            // Without a thread the connection is closed, which the test will see.
            drop(thread::Builder::new().spawn(move || perform::connection(&stage, stream)));
        }
    }

    fn steps(&self, cue: &Cue) -> Vec<Step> {
        // Not under the lock: a play may wait.
        let play = Arc::clone(&lock(&self.play));
        play(cue)
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
