use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;

use tokio::sync::{OwnedSemaphorePermit, oneshot};

use crate::gatekeeper::ruling::Ruling;
use crate::gatekeeper::sharing::Waiting;
use crate::identity::DeviceId;

/// What a caller sends to the gatekeeper. The caller had reached its boundary before it was made.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) device: DeviceId,
    waiter: Waiter,
}

impl Question {
    pub(super) fn new(
        device: DeviceId,
        deadline: Instant,
        reply: oneshot::Sender<Ruling>,
        place: OwnedSemaphorePermit,
    ) -> Self {
        let waiter = Waiter { deadline, reply: RefCell::new(Some((reply, place))) };
        Self { device, waiter }
    }

    pub(super) fn into_waiter(self) -> (DeviceId, Rc<Waiter>) {
        (self.device, Rc::new(self.waiter))
    }
}

/// A caller that waits for a ruling. Known to its device's queue and to the list of deadlines;
/// whichever comes first answers it.
#[derive(Debug)]
pub(super) struct Waiter {
    deadline: Instant,
    reply: RefCell<Option<(oneshot::Sender<Ruling>, OwnedSemaphorePermit)>>,
}

impl Waiter {
    pub(super) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Answers, once; a caller that was answered or went away is not disturbed.
    pub(super) fn answer(&self, ruling: Ruling) {
        if let Some((reply, _place)) = self.reply.take() {
            // The caller may have gone away meanwhile, which is its right.
            drop(reply.send(ruling));
        }
    }
}

impl Waiting for Rc<Waiter> {
    fn is_gone(&self) -> bool {
        self.reply.borrow().as_ref().is_none_or(|(reply, _)| reply.is_closed())
    }
}
