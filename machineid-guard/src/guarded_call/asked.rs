use std::sync::Arc;
use std::time::Duration;

use crate::boundary::Place;
use crate::denied::{AnswerTrace, Denied, Reason};
use crate::gatekeeper::Gatekeeper;
use crate::identity::DeviceId;
use crate::told::Hooks;

/// What a guard puts at the disposal of its calls.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) gatekeeper: Gatekeeper,
    pub(crate) timeout: Duration,
    pub(crate) hooks: Hooks,
}

/// The device that is asked for.
#[derive(Debug)]
pub(crate) enum Device {
    /// The one that stands for the boundary's surface.
    OfSurface(DeviceId),
    /// One that the call names, and that stands for no surface.
    Named(DeviceId),
}

/// The parts of a question that stay the same to its end.
#[derive(Debug)]
pub(crate) struct Asked {
    place: Place,
    device: Device,
    terms: Arc<Terms>,
}

impl Device {
    pub(super) fn id(&self) -> &DeviceId {
        match self {
            Self::OfSurface(id) | Self::Named(id) => id,
        }
    }
}

impl Asked {
    pub(crate) fn new(place: Place, device: Device, terms: Arc<Terms>) -> Self {
        Self { place, device, terms }
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    pub(super) fn device(&self) -> &Device {
        &self.device
    }

    pub(super) fn terms(&self) -> &Terms {
        &self.terms
    }

    pub(super) fn deny(&self, reason: Reason, trace: AnswerTrace) -> Denied {
        Denied::new(self.place.named(), Some(self.device.id().clone()), reason, trace)
    }

    /// Denies, and tells nobody but the caller.
    pub(super) fn deny_untold(&self, reason: Reason) -> Denied {
        Denied::untold(self.place.named(), Some(self.device.id().clone()), reason, AnswerTrace::default())
    }
}
