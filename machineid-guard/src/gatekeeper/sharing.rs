//! Who may share an answer. No I/O and no clock here, so that every order of events can be tried.
//!
//! A caller may share a validate only if it is sent after the caller reached its boundary. So a group
//! is sealed first and sent then, and whoever comes later joins the next one.

use crate::gatekeeper::reply::Reply;
use crate::gatekeeper::ruling::Ruling;

/// How many validates of one device are in flight, one caller each, before callers share.
///
/// High enough that a lone caller, and a handful of parallel tool calls, never wait for anybody.
pub(super) const UNSHARED: usize = 8;

/// A caller that waits for an answer.
pub(super) trait Waiting {
    /// It was answered, or nobody waits for it any more.
    fn is_gone(&self) -> bool;
}

impl Waiting for Reply<Ruling> {
    fn is_gone(&self) -> bool {
        self.is_over()
    }
}

/// One device's callers and what is in flight for them.
#[derive(Debug)]
#[cfg_attr(test, derive(Clone, PartialEq, Eq, Hash))]
pub(super) struct DeviceQueue<W> {
    slots: usize,
    registration: Registration,
    in_flight: usize,
    waiting: Vec<W>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(Hash))]
enum Registration {
    Needed,
    Asked,
    Done,
}

/// What has to be sent now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Send<W> {
    /// Register the device; everyone who waits shares this.
    Register,
    /// Validate, for this sealed group.
    Validate(Vec<W>),
}

/// Whether the authority has taken a device in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Registered {
    Yes,
    No,
}

impl<W: Waiting> DeviceQueue<W> {
    /// A queue with this many validates in flight before callers share, of a device that this process has
    /// registered or not.
    pub(super) fn new(slots: usize, registered: Registered) -> Self {
        let registration = match registered {
            Registered::Yes => Registration::Done,
            Registered::No => Registration::Needed,
        };
        Self { slots, registration, in_flight: 0, waiting: Vec::new() }
    }

    /// A caller has reached its boundary.
    pub(super) fn arrive(&mut self, waiter: W) -> Option<Send<W>> {
        if self.registration == Registration::Done && self.in_flight < self.slots {
            self.in_flight += 1;
            return Some(Send::Validate(vec![waiter]));
        }
        self.let_wait(waiter);
        if self.registration == Registration::Needed {
            self.registration = Registration::Asked;
            return Some(Send::Register);
        }
        None
    }

    /// The authority answered the registration. Validate is asked either way: where it was refused, so
    /// that the denial carries the authority's own code.
    pub(super) fn registration_answered(&mut self, registered: Registered) -> Option<Send<W>> {
        self.registration = match registered {
            Registered::Yes => Registration::Done,
            Registered::No => Registration::Needed,
        };
        self.seal()
    }

    /// The registration had no answer. Everyone who waited for it is denied.
    pub(super) fn registration_failed(&mut self) -> Vec<W> {
        self.registration = Registration::Needed;
        std::mem::take(&mut self.waiting)
    }

    /// A validate has ended, however it did.
    pub(super) fn validate_ended(&mut self) -> Option<Send<W>> {
        self.in_flight = self.in_flight.saturating_sub(1);
        // While a registration is asked, those who wait are waiting for that.
        if self.registration == Registration::Asked { None } else { self.seal() }
    }

    /// Nothing here has to be remembered.
    pub(super) fn is_forgettable(&self) -> bool {
        self.registration == Registration::Needed && self.in_flight == 0 && self.waiting.is_empty()
    }

    /// Those who have gone away meanwhile make room before more is taken, so that callers who come and go
    /// while the authority is silent do not fill the memory.
    fn let_wait(&mut self, waiter: W) {
        if self.waiting.len() == self.waiting.capacity() {
            self.waiting.retain(|waiter| !waiter.is_gone());
            self.waiting.reserve(self.waiting.len() + 1);
        }
        self.waiting.push(waiter);
    }

    /// Closes the group of those who wait. Nobody joins it after this.
    fn seal(&mut self) -> Option<Send<W>> {
        let mut group = std::mem::take(&mut self.waiting);
        group.retain(|waiter| !waiter.is_gone());
        if group.is_empty() {
            return None;
        }
        self.in_flight += 1;
        Some(Send::Validate(group))
    }

    /// What a queue must never do: gives away those who wait without sending anything for them.
    #[cfg(test)]
    pub(super) fn take_waiting(&mut self) -> Vec<W> {
        std::mem::take(&mut self.waiting)
    }
}
