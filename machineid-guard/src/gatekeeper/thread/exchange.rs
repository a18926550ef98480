//! Questions on the wire. However one of them ends, the shift hears of it.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use crate::client::{Client, Registration};
use crate::decision::{Decision, Fault};
use crate::gatekeeper::Reply;
use crate::gatekeeper::ruling::Standing;
use crate::identity::DeviceId;
use crate::moment::Moment;

/// What a question was for, and what became of it: `None` where nobody knows, since its task panicked.
pub(super) enum Landed {
    Registration(DeviceId, Option<Result<Registration, Fault>>),
    Validation(DeviceId, Sealed, Option<Result<(Decision, Moment), Fault>>),
}

/// Those who share one validate, and what became of their device's registration before it.
pub(super) struct Sealed {
    pub(super) group: Vec<Reply>,
    pub(super) standing: Standing,
}

/// The questions of one shift.
pub(super) struct Exchanges {
    client: Arc<Client>,
    under_way: usize,
    landing: UnboundedSender<Landed>,
    landed: UnboundedReceiver<Landed>,
}

impl Exchanges {
    pub(super) fn new(client: Arc<Client>) -> Self {
        let (landing, landed) = mpsc::unbounded_channel();
        Self { client, under_way: 0, landing, landed }
    }

    pub(super) fn register(&mut self, device: DeviceId, answer_by: Instant) {
        let mut landing = self.landing(Landed::Registration(device.clone(), None));
        let client = Arc::clone(&self.client);
        tokio::spawn(async move { landing.registration(client.register_by(&device, answer_by).await) });
    }

    pub(super) fn validate(&mut self, device: DeviceId, sealed: Sealed, answer_by: Instant) {
        let mut landing = self.landing(Landed::Validation(device.clone(), sealed, None));
        let client = Arc::clone(&self.client);
        tokio::spawn(async move { landing.validation(client.validate_by(&device, answer_by).await) });
    }

    pub(super) fn are_over(&self) -> bool {
        self.under_way == 0
    }

    /// The next one that ends; waits for ever where none is under way.
    pub(super) async fn next(&mut self) -> Option<Landed> {
        let landed = self.landed.recv().await;
        self.under_way -= usize::from(landed.is_some());
        landed
    }

    /// The next one that has ended.
    pub(super) fn ended(&mut self) -> Option<Landed> {
        let landed = self.landed.try_recv().ok();
        self.under_way -= usize::from(landed.is_some());
        landed
    }

    fn landing(&mut self, lost: Landed) -> Landing {
        self.under_way += 1;
        Landing { landing: self.landing.clone(), landed: Some(lost) }
    }
}

/// Goes with a question, and says what became of it when it is dropped.
struct Landing {
    landing: UnboundedSender<Landed>,
    landed: Option<Landed>,
}

impl Landing {
    fn registration(&mut self, learned: Result<Registration, Fault>) {
        if let Some(Landed::Registration(_, outcome)) = &mut self.landed {
            *outcome = Some(learned);
        }
    }

    fn validation(&mut self, learned: Result<(Decision, Moment), Fault>) {
        if let Some(Landed::Validation(_, _, outcome)) = &mut self.landed {
            *outcome = Some(learned);
        }
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        // The shift may be over. Then those who wait are answered as their replies are dropped here.
        if let Some(landed) = self.landed.take() {
            drop(self.landing.send(landed));
        }
    }
}
