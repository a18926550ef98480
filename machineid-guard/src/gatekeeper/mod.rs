//! The one thread that owns the connection, registration and sharing, and what callers have of it.
//!
//! Callers may be sync, on any executor, on several runtimes, on a paused clock, or blocked. None of
//! that may reach the network: a connection whose driver sits on somebody else's blocked runtime turns
//! into false denials. So a caller only sends a question here and waits for the ruling, by a clock of
//! its own. And nothing of the program's may stop the gatekeeper: its wakers are rung by others (`bell`),
//! and where its logger holds the thread up, the next caller that was kept waiting has it replaced.

mod bell;
mod in_flight;
mod places;
mod process;
mod registered;
mod reply;
mod ruling;
mod sharing;
#[cfg(test)]
mod sharing_model;
mod slot;
mod sync;
mod thread;

use std::io;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use crate::client::Client;
use crate::denied::{Gone, Reason};
use crate::identity::DeviceId;
use crate::moment::Moment;

pub(crate) use ruling::{No, Ruling, Yes};
pub(crate) use slot::{Taken, Waited};

use bell::Bell;
use in_flight::Watcher;
use places::Places;
use process::Process;
use reply::Times;
use sync::{Mutex, MutexGuard, PoisonError};
use thread::{Post, Staff};

/// The caller's end of a question.
pub(crate) type Waiting = reply::Waiting<Ruling>;
/// The gatekeeper's.
type Reply = reply::Reply<Ruling>;

/// What is sent to the gatekeeper's thread.
#[derive(Debug)]
enum Message {
    Ask(DeviceId, Reply),
    Watch(Watcher),
}

/// The callers' side of the gatekeeper.
#[derive(Debug)]
pub(crate) struct Gatekeeper {
    post: Mutex<Post>,
    staff: Staff,
    places: Places,
    bell: Bell,
    process: Process,
}

/// A question that was put, and which thread has it.
#[derive(Debug)]
pub(crate) struct Put {
    pub(crate) waiting: Waiting,
    post: u64,
}

impl Gatekeeper {
    /// Starts the thread. It ends when the `Gatekeeper` is dropped and everyone who waits is answered.
    pub(crate) fn start(client: Client) -> io::Result<Self> {
        let bell = Bell::new();
        let (staff, runtime) = (Staff::new(client, bell.clone()), thread::runtime()?);
        let process = Process::current(&runtime)?;
        let post = Mutex::new(staff.start(0, runtime)?);
        Ok(Self { post, staff, places: Places::default(), bell, process })
    }

    /// Whether this is the process that the gatekeeper was started in. To be asked before anything else: in
    /// a forked child its thread is not there, and its locks may be held for ever.
    pub(crate) fn is_here(&self) -> bool {
        self.process.is_this_one()
    }

    /// Asks for a device. In half of the time the question has to be picked up.
    pub(crate) fn ask(&self, device: &DeviceId, deadline: Instant) -> Result<Put, Reason> {
        let place = self.places.take().ok_or(Reason::Overloaded)?;
        let now = Instant::now();
        let times = Times { pick_up: Some(now + deadline.saturating_duration_since(now) / 2), deadline };
        let (reply, waiting) = reply::pair(times, &self.bell, place);
        let post = self.send(Message::Ask(device.clone(), reply))?;
        Ok(Put { waiting, post })
    }

    /// Asks for a device at an interval, while a body runs on the yes that was asked for at `asked`. The
    /// ruling is the first that is not a yes; without any answer the wait is overdue after the interval and
    /// the timeout.
    pub(crate) fn watch(
        &self,
        device: &DeviceId,
        asked: Moment,
        interval: Duration,
        timeout: Duration,
    ) -> Result<Waiting, Reason> {
        let place = self.places.take().ok_or(Reason::Overloaded)?;
        let deadline = asked.after(interval + timeout);
        let (reply, waiting) = reply::pair(Times { pick_up: None, deadline }, &self.bell, place);
        self.send(Message::Watch(Watcher { device: device.clone(), interval, timeout, reply }))?;
        Ok(waiting)
    }

    /// Nobody has picked the question up in good time: something of the program holds the thread up, or a
    /// server that never stops talking does. Another thread takes its place, and the question.
    pub(crate) fn ask_again(&self, device: &DeviceId, put: &mut Put) {
        self.replace(put.post);
        // Where it cannot be sent, the end of the reply says so.
        if let Ok(post) = self.send(Message::Ask(device.clone(), put.waiting.another_reply())) {
            put.post = post;
        }
    }

    fn replace(&self, post: u64) {
        let mut current = self.post();
        if current.number == post {
            // Where no thread can be had, those who come next wait for this one.
            if let Ok(next) = self.staff.relieve(post) {
                *current = next;
            }
        }
    }

    fn send(&self, message: Message) -> Result<u64, Reason> {
        let mut post = self.post();
        if let Err(mpsc::error::SendError(message)) = post.inbox.send(message) {
            // The thread has ended, which it does where it could not start again after a panic.
            let gone = |error: io::Error| Reason::GatekeeperGone(Gone::NotStarted(error.kind()));
            let started = thread::runtime().and_then(|runtime| self.staff.start(post.number + 1, runtime));
            *post = started.map_err(gone)?;
            post.inbox.send(message).map_err(|_| Reason::GatekeeperGone(Gone::Panicked))?;
        }
        Ok(post.number)
    }

    fn post(&self) -> MutexGuard<'_, Post> {
        self.post.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Gatekeeper {
    fn drop(&mut self) {
        // In a forked child there are no threads to end, and the lock may be held for ever.
        if self.is_here() {
            self.bell.close();
        }
    }
}
