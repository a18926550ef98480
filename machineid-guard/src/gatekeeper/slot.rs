//! Where one caller and the gatekeeper meet: the ruling is put here, and the caller waits for it here.
//!
//! Nothing of an async runtime takes part. A channel of tokio's would use up the budget of the caller's
//! task, and answer "not yet" to a task whose budget is gone although the ruling is there; and a wait on
//! the thread's own parking place would take the wake-ups of an executor that waits there as well.
//!
//! No code of the program runs under the lock: wakers are cloned before it and dropped after it.

use std::task::{Poll, Waker};

use super::sync::{Condvar, Instant, Mutex, MutexGuard, PoisonError};

/// One caller's place to wait.
#[derive(Debug)]
pub(super) struct Slot<R> {
    state: Mutex<State<R>>,
    /// For a caller that waits on its thread.
    ruled: Condvar,
}

#[derive(Debug)]
struct State<R> {
    phase: Phase<R>,
    taken: Taken,
    /// By when the question has to be picked up; `None` once that was looked at, or where it does not matter.
    pick_up: Option<Instant>,
    deadline: Instant,
    /// Which of the gatekeeper's ends may rule: the last one that was given out.
    turn: Turn,
    waiter: Option<Waiter>,
}

/// Tells the gatekeeper's ends of one slot apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Turn(u32);

#[derive(Debug)]
enum Phase<R> {
    Open,
    Ruled(R),
    /// The caller has its ruling, or has gone away.
    Over,
}

#[derive(Debug)]
enum Waiter {
    Thread,
    Task(Waker),
}

/// Whether the gatekeeper has picked the question up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    Yes,
    No,
}

/// How a wait ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Waited<R> {
    Ruled(R),
    /// Nobody has picked the question up in good time. The wait is not over; this is said once.
    Unheard,
    /// The deadline is there and no ruling is.
    Overdue(Taken),
}

/// What is to be done about a deadline that was noted.
#[derive(Debug)]
pub(super) enum Due {
    Ring(Waker),
    /// The deadline was put off.
    Later(Instant),
    Nothing,
}

impl<R> Slot<R> {
    /// The question has to be picked up by the one moment, and answered by the other.
    pub(super) fn new(pick_up: Option<Instant>, deadline: Instant) -> Self {
        let state =
            State { phase: Phase::Open, taken: Taken::No, pick_up, deadline, turn: Turn::default(), waiter: None };
        Self { state: Mutex::new(state), ruled: Condvar::new() }
    }

    /// The caller's look: the ruling, the deadline, or a waker that is left here.
    pub(super) fn poll(&self, waker: &Waker, now: Instant) -> Poll<Waited<R>> {
        {
            let mut state = self.lock();
            if let Poll::Ready(waited) = state.look(now) {
                return Poll::Ready(waited);
            }
            if matches!(&state.waiter, Some(Waiter::Task(known)) if known.will_wake(waker)) {
                return Poll::Pending;
            }
        }
        let waker = waker.clone();
        let mut state = self.lock();
        // The ruling may have come while the lock was free, and found nobody to wake.
        let looked = state.look(now);
        let replaced = if looked.is_pending() { state.waiter.replace(Waiter::Task(waker)) } else { None };
        drop(state);
        drop(replaced);
        looked
    }

    /// The caller's wait on its own thread, by its own clock.
    pub(super) fn wait(&self) -> Waited<R> {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            if let Poll::Ready(waited) = state.look(now) {
                return waited;
            }
            state.waiter = Some(Waiter::Thread);
            let left = state.next_look().saturating_duration_since(now);
            state = self.ruled.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The caller goes away. Its waker, which is code of the program, goes with it.
    pub(super) fn leave(&self) {
        let mut state = self.lock();
        let left = std::mem::replace(&mut state.phase, Phase::Over);
        let waiter = state.waiter.take();
        drop(state);
        drop((left, waiter));
    }

    /// The gatekeeper has the question.
    pub(super) fn take_up(&self) {
        self.lock().taken = Taken::Yes;
    }

    /// From now on another of the gatekeeper's ends rules, and no earlier one.
    pub(super) fn next_turn(&self) -> Turn {
        let mut state = self.lock();
        state.turn.0 += 1;
        state.turn
    }

    /// The gatekeeper's word, once. Gives back the waker that is to be rung by somebody else.
    #[must_use = "the caller sleeps until its waker is rung"]
    pub(super) fn rule(&self, turn: Turn, ruling: R) -> Option<Waker> {
        let mut state = self.lock();
        if !matches!(state.phase, Phase::Open) || state.turn != turn {
            return None;
        }
        state.phase = Phase::Ruled(ruling);
        match state.waiter.take() {
            Some(Waiter::Task(waker)) => Some(waker),
            Some(Waiter::Thread) => {
                drop(state);
                self.ruled.notify_one();
                None
            }
            None => None,
        }
    }

    /// Puts the deadline off, for a wait that goes on.
    pub(super) fn put_off(&self, deadline: Instant) {
        self.lock().deadline = deadline;
    }

    pub(super) fn deadline(&self) -> Instant {
        self.lock().deadline
    }

    /// The caller was answered or went away.
    pub(super) fn is_over(&self) -> bool {
        !matches!(self.lock().phase, Phase::Open)
    }

    /// When somebody has to look next who is not told of anything before.
    pub(super) fn next_look(&self) -> Instant {
        self.lock().next_look()
    }

    /// What is to be done now that a noted deadline has come.
    pub(super) fn due(&self, now: Instant) -> Due {
        let mut state = self.lock();
        let next = state.next_look();
        match (&state.phase, next > now) {
            (Phase::Open, true) => Due::Later(next),
            (Phase::Open, false) => match state.waiter.take() {
                Some(Waiter::Task(waker)) => Due::Ring(waker),
                thread => {
                    state.waiter = thread;
                    Due::Nothing
                }
            },
            (Phase::Ruled(_) | Phase::Over, _) => Due::Nothing,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<R> State<R> {
    fn next_look(&self) -> Instant {
        match (self.taken, self.pick_up) {
            (Taken::No, Some(pick_up)) => pick_up,
            _ => self.deadline,
        }
    }

    fn look(&mut self, now: Instant) -> Poll<Waited<R>> {
        match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Ruled(ruling) => Poll::Ready(Waited::Ruled(ruling)),
            Phase::Open if now < self.next_look() => {
                self.phase = Phase::Open;
                Poll::Pending
            }
            Phase::Open if now < self.deadline => {
                self.phase = Phase::Open;
                self.pick_up = None;
                Poll::Ready(Waited::Unheard)
            }
            Phase::Open | Phase::Over => Poll::Ready(Waited::Overdue(self.taken)),
        }
    }
}
