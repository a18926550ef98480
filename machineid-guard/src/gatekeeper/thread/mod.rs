//! The gatekeeper's thread: how it is started, and what becomes of it after a panic.

mod exchange;
mod shift;

use std::io;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use crate::client::Client;
use crate::denied::telling;
use crate::gatekeeper::Message;
use crate::gatekeeper::bell::Bell;
use crate::gatekeeper::registered::RegisteredDevices;

use shift::Shift;

/// The most threads of one gatekeeper: one that works, and others that the program's logger holds up.
const MOST_THREADS: usize = 8;
/// A shift that is over sooner than this, by a panic, is followed by a pause of this length.
const SHORTEST_SHIFT: Duration = Duration::from_millis(10);

/// What the threads of one gatekeeper share.
#[derive(Debug)]
pub(super) struct Staff {
    client: Arc<Client>,
    bell: Bell,
    registered: RegisteredDevices,
    running: Arc<AtomicUsize>,
}

/// Where questions are taken, by the thread of this number.
#[derive(Debug)]
pub(super) struct Post {
    pub(super) inbox: UnboundedSender<Message>,
    pub(super) number: u64,
}

/// Counts a thread for as long as it lives.
struct Running(Arc<AtomicUsize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Staff {
    pub(super) fn new(client: Client, bell: Bell) -> Self {
        Self { client: Arc::new(client), bell, registered: RegisteredDevices::default(), running: Arc::default() }
    }

    /// Starts a thread.
    pub(super) fn start(&self, number: u64, runtime: Runtime) -> io::Result<Post> {
        let (inbox, messages) = mpsc::unbounded_channel();
        let (client, registered, bell) = (Arc::clone(&self.client), self.registered.clone(), self.bell.clone());
        self.running.fetch_add(1, Ordering::Relaxed);
        let running = Running(Arc::clone(&self.running));
        std::thread::Builder::new().name("machineid-gatekeeper".into()).spawn(move || {
            let _running = running;
            keep(runtime, &client, &registered, &bell, messages);
        })?;
        Ok(Post { inbox, number })
    }

    /// Starts a thread in the place of the one of this number, which does not come back. What that one has
    /// is lost with it; the connection that it drives is not used again.
    pub(super) fn relieve(&self, number: u64) -> io::Result<Post> {
        if self.running.load(Ordering::Relaxed) >= MOST_THREADS {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        self.client.forget_connections();
        self.start(number + 1, runtime()?)
    }
}

pub(super) fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// Works until every guard is gone. A panic costs the questions that are under way, and nothing else.
fn keep(
    mut runtime: Runtime,
    client: &Arc<Client>,
    registered: &RegisteredDevices,
    bell: &Bell,
    mut inbox: UnboundedReceiver<Message>,
) {
    // The HTTP stack logs, through `tracing` and through `log`. A subscriber of the program is kept out; a
    // logger of `log` cannot be, so it may not ask from here: it would wait for itself.
    let _quiet = tracing::subscriber::set_default(tracing::subscriber::NoSubscriber::default());
    telling::mark_this_thread();
    loop {
        let began = Instant::now();
        let shift = Shift::new(Arc::clone(client), registered.clone(), bell.peal());
        let ended = std::panic::catch_unwind(AssertUnwindSafe(|| runtime.block_on(shift.work(&mut inbox))));
        // Not waiting for a name resolution that hangs.
        runtime.shutdown_background();
        let Err(payload) = ended else { return };
        telling::forget(payload);
        client.forget_connections();
        if began.elapsed() < SHORTEST_SHIFT {
            std::thread::sleep(SHORTEST_SHIFT);
        }
        runtime = match self::runtime() {
            Ok(runtime) => runtime,
            // Those who wait are denied, and the next caller tries to start a thread, and is told why not.
            Err(_) => return,
        };
    }
}
