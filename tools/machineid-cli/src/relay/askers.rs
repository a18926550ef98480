//! The thread that asks the authority, and who takes its place.
//!
//! An answer that never ends (one `100 Continue` after the other) is read in one go, and keeps the thread that reads it.
//! So it is not the one that agents are received on, and where it picks up no questions another one takes its place.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use machineid_guard::{Client, ClientBuilder, DeviceId, Fault, Question, Verbatim};
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// The time in which a question is picked up by a thread that works.
const PICK_UP: Duration = Duration::from_millis(100);
/// How many threads there are at once. Those that are held up end with what holds them up.
const MOST_THREADS: usize = 8;

/// Asks the authority for whoever comes.
#[derive(Debug)]
pub(super) struct Askers {
    client: ClientBuilder,
    patience: Duration,
    post: Mutex<Post>,
    running: Arc<AtomicUsize>,
}

/// The thread that has the post.
#[derive(Debug)]
struct Post {
    inbox: mpsc::UnboundedSender<Ask>,
    number: u64,
}

#[derive(Debug)]
struct Ask {
    question: Question,
    device: DeviceId,
    picked_up: oneshot::Sender<()>,
    answer: oneshot::Sender<Result<Verbatim, Fault>>,
}

/// An [`Ask`] that was sent to the thread of this number.
struct Sent {
    number: u64,
    picked_up: oneshot::Receiver<()>,
    answer: oneshot::Receiver<Result<Verbatim, Fault>>,
}

impl Askers {
    /// Each thread has a client of its own: a connection goes with the thread that drives it.
    pub(super) fn start(client: ClientBuilder, patience: Duration) -> io::Result<Self> {
        let running = Arc::new(AtomicUsize::new(0));
        let post = Mutex::new(Post { inbox: spawn(&client, &running)?, number: 0 });
        Ok(Self { client, patience, post, running })
    }

    /// The authority's answer, or why there is none in time.
    pub(super) async fn ask(&self, question: Question, device: &DeviceId) -> Result<Verbatim, Fault> {
        timeout(self.patience, self.put(question, device)).await.unwrap_or(Err(Fault::Timeout))
    }

    async fn put(&self, question: Question, device: &DeviceId) -> Result<Verbatim, Fault> {
        let mut sent = self.send(question, device)?;
        while timeout(PICK_UP, &mut sent.picked_up).await.is_err() {
            if self.relieve(sent.number) {
                sent = self.send(question, device)?;
            }
        }
        // Without an answer the thread has panicked, which the next question finds out.
        sent.answer.await.unwrap_or(Err(Fault::OutOfResources))
    }

    fn send(&self, question: Question, device: &DeviceId) -> Result<Sent, Fault> {
        let (was_picked_up, picked_up) = oneshot::channel();
        let (answered, answer) = oneshot::channel();
        let ask = Ask { question, device: device.clone(), picked_up: was_picked_up, answer: answered };
        let mut post = self.post();
        if let Err(mpsc::error::SendError(ask)) = post.inbox.send(ask) {
            self.replace(&mut post).map_err(|_| Fault::OutOfResources)?;
            post.inbox.send(ask).map_err(|_| Fault::OutOfResources)?;
        }
        Ok(Sent { number: post.number, picked_up, answer })
    }

    /// Whether another thread than this one has the post now.
    fn relieve(&self, number: u64) -> bool {
        let mut post = self.post();
        let held_up = post.number == number;
        if held_up && self.running.load(Ordering::Relaxed) < MOST_THREADS {
            // Where no thread can be had, those who come wait for this one.
            drop(self.replace(&mut post));
        }
        post.number != number
    }

    fn replace(&self, post: &mut Post) -> io::Result<()> {
        *post = Post { inbox: spawn(&self.client, &self.running)?, number: post.number + 1 };
        Ok(())
    }

    fn post(&self) -> MutexGuard<'_, Post> {
        self.post.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts itself out when the thread ends, however that comes.
struct Running(Arc<AtomicUsize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn spawn(client: &ClientBuilder, running: &Arc<AtomicUsize>) -> io::Result<mpsc::UnboundedSender<Ask>> {
    let client = client.clone().build().map_err(io::Error::other)?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let (inbox, questions) = mpsc::unbounded_channel();
    running.fetch_add(1, Ordering::Relaxed);
    let counted = Running(Arc::clone(running));
    thread::Builder::new().name("machineid-relay".into()).spawn(move || {
        let _counted = counted;
        runtime.block_on(work(Arc::new(client), questions));
        // Not waiting for a name that is being looked up.
        runtime.shutdown_background();
    })?;
    Ok(inbox)
}

/// Until another thread has the post, and everybody who asked is answered.
async fn work(client: Arc<Client>, mut questions: mpsc::UnboundedReceiver<Ask>) {
    let mut asking = JoinSet::new();
    while let Some(Ask { question, device, picked_up, mut answer }) = questions.recv().await {
        let client = Arc::clone(&client);
        // Whoever asked may have gone away, here and below.
        let _ = picked_up.send(());
        asking.spawn(async move {
            tokio::select! {
                said = client.pass_on(question, &device) => drop(answer.send(said)),
                () = answer.closed() => {}
            }
        });
        while asking.try_join_next().is_some() {}
    }
    while asking.join_next().await.is_some() {}
}
