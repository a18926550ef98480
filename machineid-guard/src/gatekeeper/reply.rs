//! The two ends of one question: the gatekeeper's, which rules, and the caller's, which waits.

use std::task::{Context, Poll};
use std::time::Instant;

use crate::denied::{Gone, Reason};
use crate::gatekeeper::bell::{Bell, Noted};
use crate::gatekeeper::places::Place;
use crate::gatekeeper::ruling::Ruling;
use crate::gatekeeper::sharing::Waiting as _;
use crate::gatekeeper::slot::{Slot, Waited};
use crate::gatekeeper::sync::Arc;

/// The gatekeeper's end. Dropped without a ruling, it rules that the gatekeeper is gone.
#[derive(Debug)]
pub(super) struct Reply {
    slot: Arc<Slot<Ruling>>,
    bell: Bell,
}

/// The caller's end. Dropped, it is as if the caller had never come.
#[derive(Debug)]
pub(crate) struct Waiting {
    slot: Arc<Slot<Ruling>>,
    bell: Bell,
    noted: Option<Noted>,
    /// Given back when the caller has its answer or goes away.
    _place: Place,
}

/// Both ends of a question that is to be answered by the deadline.
pub(super) fn pair(deadline: Instant, bell: &Bell, place: Place) -> (Reply, Waiting) {
    let slot = Arc::new(Slot::new(deadline));
    let reply = Reply { slot: Arc::clone(&slot), bell: bell.clone() };
    (reply, Waiting { slot, bell: bell.clone(), noted: None, _place: place })
}

impl Reply {
    /// Rules, once; a caller that was answered or went away is not disturbed.
    pub(super) fn answer(&self, ruling: Ruling) {
        if let Some(waker) = self.slot.rule(ruling) {
            self.bell.ring(waker);
        }
    }

    pub(super) fn deadline(&self) -> Instant {
        self.slot.deadline()
    }

    /// The question was picked up.
    pub(super) fn take_up(&self) {
        self.slot.take_up();
    }

    /// The caller may go on until then.
    pub(super) fn put_off(&self, deadline: Instant) {
        self.slot.put_off(deadline);
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        if !self.is_gone() {
            self.answer(Ruling::refused_for(Reason::GatekeeperGone(Gone::Panicked)));
        }
    }
}

impl crate::gatekeeper::sharing::Waiting for Reply {
    fn is_gone(&self) -> bool {
        self.slot.is_over()
    }
}

impl Waiting {
    /// Looks for the ruling, and has the task woken for it and at the deadline.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Waited<Ruling>> {
        let looked = self.slot.poll(cx.waker(), Instant::now());
        if looked.is_ready() || self.noted.is_some() {
            return looked;
        }
        match self.bell.note(self.slot.deadline(), Arc::<Slot<Ruling>>::clone(&self.slot)) {
            Ok(noted) => {
                self.noted = Some(noted);
                Poll::Pending
            }
            Err(error) => {
                let gone = Gone::NotStarted(error.kind());
                Poll::Ready(Waited::Ruled(Ruling::refused_for(Reason::GatekeeperGone(gone))))
            }
        }
    }

    /// Blocks this thread until the ruling or the deadline.
    pub(crate) fn wait(self) -> Waited<Ruling> {
        self.slot.wait()
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.slot.leave();
        if let Some(noted) = self.noted.take() {
            self.bell.forget(noted);
        }
    }
}
