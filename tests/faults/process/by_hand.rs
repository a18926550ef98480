//! A future that is polled by hand.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// Far longer than anything here takes, so that a hang is a failure.
pub const HANG: Duration = Duration::from_secs(30);

/// Polls a future by hand, and knows when it asked to be polled again.
pub struct ByHand {
    waker: Waker,
    woken: Receiver<()>,
}

struct Signal(Sender<()>);

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        // Nobody waits any more, which is no concern of the one who wakes.
        self.0.send(()).unwrap_or_default();
    }
}

impl ByHand {
    pub fn new() -> Self {
        let (sender, woken) = channel();
        Self { waker: Waker::from(Arc::new(Signal(sender))), woken }
    }

    pub fn poll<F: Future + ?Sized>(&self, future: &mut Pin<Box<F>>) -> Poll<F::Output> {
        future.as_mut().poll(&mut Context::from_waker(&self.waker))
    }

    /// Waits until the future asked to be polled again.
    pub fn wait(&self) {
        self.woken.recv_timeout(HANG).expect("the future was woken");
    }
}
