//! The two ends of one question: the gatekeeper's, which rules, and the caller's, which waits.

use std::io::ErrorKind;
use std::task::{Context, Poll};

use super::bell::{Bell, Noted, Peal};
use super::places::Place;
use super::slot::{Slot, Turn, Waited};
use super::sync::{Arc, Instant};

/// A ruling that can also say that nobody ruled.
pub(crate) trait Rules: Send + 'static {
    /// The gatekeeper did not live to rule.
    fn panicked() -> Self;
    /// Nobody could be found who wakes the caller.
    fn not_started(kind: ErrorKind) -> Self;
}

/// The gatekeeper's end. Dropped without a ruling, it rules that the gatekeeper panicked.
#[derive(Debug)]
pub(super) struct Reply<R: Rules> {
    slot: Arc<Slot<R>>,
    turn: Turn,
    bell: Bell,
}

/// The caller's end. Dropped, it is as if the caller had never come.
#[derive(Debug)]
pub(crate) struct Waiting<R: Rules> {
    slot: Arc<Slot<R>>,
    bell: Bell,
    noted: Option<Noted>,
    /// Given back when the caller has its answer or goes away.
    _place: Place,
}

/// When a question has to be picked up, and when answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// `None` where nobody waits for that.
    pub(super) pick_up: Option<Instant>,
    pub(super) deadline: Instant,
}

/// Both ends of a question.
pub(super) fn pair<R: Rules>(times: Times, bell: &Bell, place: Place) -> (Reply<R>, Waiting<R>) {
    let slot = Arc::new(Slot::new(times.pick_up, times.deadline));
    let reply = Reply { slot: Arc::clone(&slot), turn: Turn::default(), bell: bell.clone() };
    (reply, Waiting { slot, bell: bell.clone(), noted: None, _place: place })
}

impl<R: Rules> Reply<R> {
    /// Rules, once; a caller that was answered or went away is not disturbed.
    pub(super) fn answer(&self, ruling: R) {
        if let Some(waker) = self.slot.rule(self.turn, ruling) {
            self.bell.ring([waker]);
        }
    }

    /// The same, for a caller that is woken together with others.
    pub(super) fn answer_in(&self, peal: &mut Peal, ruling: R) {
        if let Some(waker) = self.slot.rule(self.turn, ruling) {
            peal.add(waker);
        }
    }

    /// When the caller stops waiting.
    pub(super) fn deadline(&self) -> Instant {
        self.slot.deadline()
    }

    /// There is no answer, and no time for one: the caller's own clock says so, when it is time.
    pub(super) fn leave_to_the_clock(&self) {
        self.slot.next_turn();
    }

    /// The question was picked up.
    pub(super) fn take_up(&self) {
        self.slot.take_up();
    }

    /// The caller may go on until then.
    pub(super) fn put_off(&self, deadline: Instant) {
        self.slot.put_off(deadline);
    }

    /// The caller was answered or went away.
    pub(super) fn is_over(&self) -> bool {
        self.slot.is_over()
    }
}

impl<R: Rules> Drop for Reply<R> {
    fn drop(&mut self) {
        if !self.is_over() {
            self.answer(R::panicked());
        }
    }
}

impl<R: Rules> Waiting<R> {
    /// Another end for the gatekeeper, in place of the one that nobody has picked up.
    pub(super) fn another_reply(&self) -> Reply<R> {
        Reply { slot: Arc::clone(&self.slot), turn: self.slot.next_turn(), bell: self.bell.clone() }
    }

    /// Looks for the ruling, and has the task woken for it and when it has to look again.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Waited<R>> {
        let now = Instant::now();
        let looked = self.slot.poll(cx.waker(), now);
        if looked.is_pending() && self.noted.is_some_and(|noted| noted.has_come(now)) {
            // It wakes nobody any more, and the wait goes on.
            self.forget();
        }
        if looked.is_ready() || self.noted.is_some() {
            return looked;
        }
        match self.bell.note(self.slot.next_look(), Arc::<Slot<R>>::clone(&self.slot)) {
            Ok(noted) => {
                self.noted = Some(noted);
                Poll::Pending
            }
            Err(error) => Poll::Ready(Waited::Ruled(R::not_started(error.kind()))),
        }
    }

    fn forget(&mut self) {
        if let Some(noted) = self.noted.take() {
            self.bell.forget(noted);
        }
    }

    /// Blocks this thread until there is something to say.
    pub(crate) fn wait(&self) -> Waited<R> {
        self.slot.wait()
    }
}

impl<R: Rules> Drop for Waiting<R> {
    fn drop(&mut self) {
        self.slot.leave();
        self.forget();
    }
}
