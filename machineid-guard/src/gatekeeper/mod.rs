//! The one thread that owns the connection, registration, sharing and deadlines.
//!
//! Callers may be sync, on any executor, on several runtimes, on a paused clock, or blocked. None of
//! that may reach the network: a connection whose driver sits on somebody else's blocked runtime turns
//! into false denials. So a caller only sends a question here and waits for the ruling.

mod in_flight;
mod question;
mod ruling;
mod sharing;
#[cfg(test)]
mod sharing_model;
mod thread;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, mpsc, oneshot};

use crate::client::Client;
use crate::denied::Reason;
use crate::identity::DeviceId;

pub(crate) use ruling::{No, Ruling, Yes};

use in_flight::Watcher;
use question::Question;

/// The most callers that may wait at once. Each holds a few hundred bytes here.
const MOST_WAITING: usize = 65_536;

/// What is sent to the gatekeeper's thread.
#[derive(Debug)]
enum Message {
    Ask(Question),
    Watch(Watcher),
}

/// The callers' side of the gatekeeper.
#[derive(Debug)]
pub(crate) struct Gatekeeper {
    inbox: mpsc::UnboundedSender<Message>,
    places: Arc<Semaphore>,
    process: u32,
}

impl Gatekeeper {
    /// Starts the thread. It ends when the last `Gatekeeper` handle to it is dropped.
    pub(crate) fn start(client: Client) -> std::io::Result<Self> {
        let (inbox, messages) = mpsc::unbounded_channel();
        thread::start(client, messages)?;
        Ok(Self { inbox, places: Arc::new(Semaphore::new(MOST_WAITING)), process: std::process::id() })
    }

    /// Asks for a device. The receiver yields the ruling, or an error when the gatekeeper is gone.
    pub(crate) fn ask(&self, device: &DeviceId, deadline: Instant) -> Result<oneshot::Receiver<Ruling>, Reason> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Reason::Overloaded)?;
        let (reply, ruling) = oneshot::channel();
        self.send(Message::Ask(Question::new(device.clone(), deadline, reply, place)))?;
        Ok(ruling)
    }

    /// Asks for a device at an interval. The receiver yields the first ruling that is not a yes.
    pub(crate) fn watch(
        &self,
        device: &DeviceId,
        interval: Duration,
        timeout: Duration,
    ) -> Result<oneshot::Receiver<Ruling>, Reason> {
        let (stop, stopped) = oneshot::channel();
        self.send(Message::Watch(Watcher { device: device.clone(), interval, timeout, stop }))?;
        Ok(stopped)
    }

    fn send(&self, message: Message) -> Result<(), Reason> {
        // A forked child has the handle and not the thread: it would wait for ever.
        if std::process::id() != self.process {
            return Err(Reason::GatekeeperGone);
        }
        self.inbox.send(message).map_err(|_| Reason::GatekeeperGone)
    }
}
