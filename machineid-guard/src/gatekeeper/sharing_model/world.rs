//! Callers, an authority, and what is on the wire between them. Time is nothing but the order of events.

use std::cell::Cell;

use crate::gatekeeper::sharing::{DeviceQueue, Registered, Send, Waiting};

pub(super) const CALLERS: usize = 4;

/// One caller, by its number. Callers arrive in the order of their numbers: they differ in nothing else.
pub(super) type Caller = usize;

thread_local! {
    /// Who was answered or went away; a set, as the queue would ask each waiter itself.
    static GONE: Cell<[bool; CALLERS]> = const { Cell::new([false; CALLERS]) };
}

impl Waiting for Caller {
    fn is_gone(&self) -> bool {
        GONE.get()[*self]
    }
}

/// What decides who shares: the real queue, or a broken one.
pub(super) trait Sharing {
    fn arrive(&mut self, caller: Caller) -> Option<Send<Caller>>;
    fn registration_answered(&mut self, registered: Registered) -> Option<Send<Caller>>;
    fn registration_failed(&mut self) -> Vec<Caller>;
    fn validate_ended(&mut self) -> Option<Send<Caller>>;
    /// Who is answered when this group's validate is. The real queue has sealed the group before.
    fn answered_with(&mut self, sealed: Vec<Caller>) -> Vec<Caller> {
        sealed
    }
}

impl Sharing for DeviceQueue<Caller> {
    fn arrive(&mut self, caller: Caller) -> Option<Send<Caller>> {
        self.arrive(caller)
    }

    fn registration_answered(&mut self, registered: Registered) -> Option<Send<Caller>> {
        self.registration_answered(registered)
    }

    fn registration_failed(&mut self) -> Vec<Caller> {
        self.registration_failed()
    }

    fn validate_ended(&mut self) -> Option<Send<Caller>> {
        self.validate_ended()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    Away,
    Waiting {
        arrived_after_revoke: bool,
    },
    Allowed,
    /// Denied, or gone away by itself.
    Over,
}

/// A validate on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Validate {
    group: Vec<Caller>,
    /// How many callers had reached their boundaries when it was sent.
    arrived_before: usize,
    /// What the authority answered, once it has read the question. The answer may still be lost.
    verdict: Option<bool>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    Arrive,
    /// The caller has gone away, or its own deadline has passed.
    Leave(Caller),
    Revoke,
    Registration(Option<Registered>),
    /// The authority reads this validate and decides.
    Decide(usize),
    /// The answer to this validate arrives.
    Land(usize),
    /// This validate has failed, or has hung until it was given up.
    Fail(usize),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct World<S> {
    queue: S,
    callers: [State; CALLERS],
    arrived: usize,
    revoked: bool,
    registering: bool,
    validates: Vec<Validate>,
}

impl<S: Sharing> World<S> {
    pub(super) fn new(queue: S) -> Self {
        let callers = [State::Away; CALLERS];
        Self { queue, callers, arrived: 0, revoked: false, registering: false, validates: Vec::new() }
    }

    pub(super) fn allowed(&self) -> usize {
        self.callers.iter().filter(|state| **state == State::Allowed).count()
    }

    /// All that can happen next.
    pub(super) fn possible(&self) -> Vec<Event> {
        let mut events = Vec::new();
        if self.arrived < CALLERS {
            events.push(Event::Arrive);
        }
        if !self.revoked {
            events.push(Event::Revoke);
        }
        if self.registering {
            events.extend([None, Some(Registered::Yes), Some(Registered::No)].map(Event::Registration));
        }
        for (number, validate) in self.validates.iter().enumerate() {
            events.push(Event::Fail(number));
            events.push(if validate.verdict.is_some() { Event::Land(number) } else { Event::Decide(number) });
        }
        events.extend((0..CALLERS).filter(|caller| self.waits(*caller)).map(Event::Leave));
        events
    }

    fn waits(&self, caller: Caller) -> bool {
        matches!(self.callers[caller], State::Waiting { .. })
    }

    /// Lets it happen, and says which part of the rule it broke.
    pub(super) fn happen(&mut self, event: Event) -> Result<(), String> {
        GONE.set(std::array::from_fn(|caller| !self.waits(caller)));
        match event {
            Event::Arrive => self.arrive(),
            Event::Leave(caller) => self.callers[caller] = State::Over,
            Event::Revoke => self.revoked = true,
            Event::Registration(outcome) => self.registration(outcome),
            Event::Decide(number) => self.validates[number].verdict = Some(!self.revoked),
            Event::Land(number) => self.land(number)?,
            Event::Fail(number) => self.fail(number),
        }
        let nothing_in_flight = !self.registering && self.validates.is_empty();
        match (0..CALLERS).find(|caller| self.waits(*caller)) {
            Some(caller) if nothing_in_flight => Err(format!("caller {caller} waits and nothing is in flight")),
            _ => Ok(()),
        }
    }

    fn arrive(&mut self) {
        let caller = self.arrived;
        self.callers[caller] = State::Waiting { arrived_after_revoke: self.revoked };
        self.arrived += 1;
        GONE.set(std::array::from_fn(|caller| !self.waits(caller)));
        let send = self.queue.arrive(caller);
        self.send(send);
    }

    fn send(&mut self, send: Option<Send<Caller>>) {
        match send {
            Some(Send::Register) => self.registering = true,
            Some(Send::Validate(group)) => {
                self.validates.push(Validate { group, arrived_before: self.arrived, verdict: None });
            }
            None => {}
        }
    }

    fn registration(&mut self, outcome: Option<Registered>) {
        self.registering = false;
        match outcome {
            Some(registered) => {
                let send = self.queue.registration_answered(registered);
                self.send(send);
            }
            None => {
                for caller in self.queue.registration_failed() {
                    self.deny(caller);
                }
            }
        }
    }

    fn land(&mut self, number: usize) -> Result<(), String> {
        let Validate { group, arrived_before, verdict } = self.validates.remove(number);
        for caller in self.queue.answered_with(group) {
            let State::Waiting { arrived_after_revoke } = self.callers[caller] else { continue };
            if verdict != Some(true) {
                self.deny(caller);
            } else if caller >= arrived_before {
                return Err(format!("caller {caller} is allowed by a validate that was sent before its caller came"));
            } else if arrived_after_revoke {
                return Err(format!("caller {caller} came after the revoke and is allowed"));
            } else {
                self.callers[caller] = State::Allowed;
            }
        }
        self.ended();
        Ok(())
    }

    fn fail(&mut self, number: usize) {
        let group = self.validates.remove(number).group;
        for caller in self.queue.answered_with(group) {
            self.deny(caller);
        }
        self.ended();
    }

    fn ended(&mut self) {
        GONE.set(std::array::from_fn(|caller| !self.waits(caller)));
        let send = self.queue.validate_ended();
        self.send(send);
    }

    fn deny(&mut self, caller: Caller) {
        if self.waits(caller) {
            self.callers[caller] = State::Over;
        }
    }
}
