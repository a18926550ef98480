//! Queues that break the rule. Each is the real one but for one mistake.

use crate::gatekeeper::sharing::{DeviceQueue, Registered, Send};

use super::world::{Caller, Sharing};

/// The real queue, and the callers that a mistake keeps outside of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Flawed {
    queue: DeviceQueue<Caller>,
    slots: usize,
    in_flight: usize,
    outside: Vec<Caller>,
}

impl Flawed {
    fn new(slots: usize) -> Self {
        Self { queue: DeviceQueue::new(slots, Registered::No), slots, in_flight: 0, outside: Vec::new() }
    }

    /// Counts what is sent.
    fn sent(&mut self, send: Option<Send<Caller>>) -> Option<Send<Caller>> {
        self.in_flight += usize::from(matches!(send, Some(Send::Validate(_))));
        send
    }

    fn validate_ended(&mut self) -> Option<Send<Caller>> {
        self.in_flight -= 1;
        let send = self.queue.validate_ended();
        self.sent(send)
    }
}

macro_rules! flawed {
    ($(#[$doc:meta])* $name:ident { $($method:item)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub(super) struct $name(Flawed);

        impl $name {
            pub(super) fn new(slots: usize) -> Self {
                Self(Flawed::new(slots))
            }
        }

        impl Sharing for $name {
            fn registration_answered(&mut self, registered: Registered) -> Option<Send<Caller>> {
                let send = self.0.queue.registration_answered(registered);
                self.0.sent(send)
            }

            fn registration_failed(&mut self) -> Vec<Caller> {
                self.0.queue.registration_failed()
            }

            $($method)*
        }
    };
}

flawed! {
    /// While all slots are taken, a caller joins a validate that is on the wire already.
    JoinsAfterSending {
        fn arrive(&mut self, caller: Caller) -> Option<Send<Caller>> {
            if self.0.in_flight == self.0.slots {
                self.0.outside.push(caller);
                return None;
            }
            let send = self.0.queue.arrive(caller);
            self.0.sent(send)
        }

        fn validate_ended(&mut self) -> Option<Send<Caller>> {
            self.0.validate_ended()
        }

        fn answered_with(&mut self, mut sealed: Vec<Caller>) -> Vec<Caller> {
            sealed.append(&mut self.0.outside);
            sealed
        }
    }
}

flawed! {
    /// A shared validate is sent first, and its group is sealed only when the next caller would be too late
    /// for everybody: when the answer is there.
    SealsAfterSending {
        fn arrive(&mut self, caller: Caller) -> Option<Send<Caller>> {
            let send = self.0.queue.arrive(caller);
            self.0.sent(send)
        }

        fn validate_ended(&mut self) -> Option<Send<Caller>> {
            self.0.validate_ended()
        }

        fn answered_with(&mut self, mut sealed: Vec<Caller>) -> Vec<Caller> {
            sealed.extend(self.0.queue.take_waiting());
            sealed
        }
    }
}

flawed! {
    /// What waits for a slot is not sent when one is free again.
    ForgetsWhoWaits {
        fn arrive(&mut self, caller: Caller) -> Option<Send<Caller>> {
            let send = self.0.queue.arrive(caller);
            self.0.sent(send)
        }

        fn validate_ended(&mut self) -> Option<Send<Caller>> {
            self.0.in_flight -= 1;
            None
        }
    }
}
