//! The wakers that are to be rung, and who rings them. No thread and no clock here.

use std::collections::VecDeque;
use std::task::Waker;

use super::deadlines::{Look, STUCK};
use crate::gatekeeper::sync::{Arc, Instant, Mutex, MutexGuard, PoisonError};

/// The most threads that may be stuck in wakers of the program.
const MOST_RINGERS: usize = 64;

#[derive(Default)]
pub(super) struct Rota {
    ready: VecDeque<Waker>,
    hands: Vec<Arc<Hand>>,
    /// Ringers that wait, and were not called.
    idle: usize,
    /// Ringers that were called, and are not awake yet.
    called: usize,
    look: Look,
    over: bool,
}

/// What one ringer has taken on. The lookout takes it away from one that does not come back.
#[derive(Default)]
pub(super) struct Hand(Mutex<InHand>);

#[derive(Default)]
struct InHand {
    wakers: VecDeque<Waker>,
    /// When the one that is rung now was begun.
    began: Option<Instant>,
}

/// What a ringer does next.
pub(super) enum Next {
    Ring,
    Wait,
    End,
}

/// Who is to be woken for the wakers that are ready.
pub(super) enum Summon {
    Nobody,
    Ringer,
    Lookout,
}

impl Rota {
    pub(super) fn close(&mut self) {
        self.over = true;
    }

    pub(super) fn engage(&mut self, hand: Arc<Hand>) {
        self.hands.push(hand);
    }

    pub(super) fn add(&mut self, wakers: impl IntoIterator<Item = Waker>) {
        self.ready.extend(wakers);
    }

    /// A ringer that has nothing to do, or else the lookout, which sees whether those that ring come back.
    pub(super) fn summon(&mut self) -> Summon {
        if self.ready.is_empty() {
            Summon::Nobody
        } else if self.idle > 0 {
            self.idle -= 1;
            self.called += 1;
            Summon::Ringer
        } else if self.called > 0 {
            // It takes all that is ready when it comes.
            Summon::Nobody
        } else {
            self.ask_for_a_look()
        }
    }

    /// Only once until the lookout has looked.
    fn ask_for_a_look(&mut self) -> Summon {
        match std::mem::replace(&mut self.look, Look::Soon) {
            Look::Soon => Summon::Nobody,
            Look::NotNeeded => Summon::Lookout,
        }
    }

    /// What a ringer with an empty hand does. More than one that waits is one too many.
    pub(super) fn next(&mut self, hand: &Arc<Hand>) -> Next {
        if self.over {
            Next::End
        } else if !self.ready.is_empty() {
            // The hand is empty, and what it was made of is used again.
            std::mem::swap(&mut hand.lock().wakers, &mut self.ready);
            Next::Ring
        } else if self.idle + self.called > 0 {
            self.hands.retain(|other| !Arc::ptr_eq(other, hand));
            Next::End
        } else {
            Next::Wait
        }
    }

    /// Whether the lookout is to be told that several wakers are in one hand.
    pub(super) fn summon_for(&mut self, hand: &Hand) -> Summon {
        if hand.lock().wakers.len() > 1 { self.ask_for_a_look() } else { Summon::Nobody }
    }

    pub(super) fn begin_waiting(&mut self) {
        self.idle += 1;
    }

    /// Whether the ringer that waits has been called, or has nothing to wait for any more.
    pub(super) fn ends_waiting(&mut self) -> bool {
        let called = self.called > 0;
        self.called -= usize::from(called);
        called || self.over
    }

    /// Takes what is in the hands of those that do not come back.
    pub(super) fn relieve_the_stuck(&mut self, now: Instant) {
        for hand in &self.hands {
            let mut in_hand = hand.lock();
            if in_hand.is_stuck(now) {
                self.ready.append(&mut in_hand.wakers);
            }
        }
    }

    /// Whether wakers wait, and everybody is stuck.
    pub(super) fn needs_another_ringer(&self, now: Instant) -> bool {
        let all_stuck = self.hands.iter().all(|hand| hand.lock().is_stuck(now));
        let nobody_comes = self.idle + self.called == 0 && all_stuck;
        !self.ready.is_empty() && nobody_comes && self.hands.len() < MOST_RINGERS
    }

    /// Whether there is something that the lookout has to look after again.
    pub(super) fn looked(&mut self) -> Look {
        let in_hands = self.hands.iter().any(|hand| !hand.lock().wakers.is_empty());
        self.look = if in_hands || !self.ready.is_empty() { Look::Soon } else { Look::NotNeeded };
        self.look
    }
}

impl Hand {
    /// The next waker, which is rung now.
    pub(super) fn next(&self) -> Option<Waker> {
        let mut in_hand = self.lock();
        let next = in_hand.wakers.pop_front();
        in_hand.began = next.is_some().then(Instant::now);
        next
    }

    fn lock(&self) -> MutexGuard<'_, InHand> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl InHand {
    fn is_stuck(&self, now: Instant) -> bool {
        self.began.is_some_and(|began| now.saturating_duration_since(began) >= STUCK)
    }
}
