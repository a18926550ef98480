use std::sync::Arc;
use std::time::Duration;

use crate::denied::{AnswerTrace, Denied, Reason};
use crate::gatekeeper::Yes;
use crate::guarded_call::{Asked, Device, InFlight};
use crate::identity::SurfaceOf;
use crate::permit::{Permit, Proof};
use crate::setting::{ConfigError, Problem};

/// A yes that arrived in time.
#[derive(Debug)]
pub(crate) struct Granted {
    asked: Asked,
    yes: Arc<Yes>,
}

impl Granted {
    pub(super) fn new(asked: Asked, yes: Arc<Yes>) -> Self {
        Self { asked, yes }
    }

    /// A permit of a surface is for the device that this surface stands for: a yes to another device, or at
    /// a boundary of another surface, says nothing about it.
    pub(crate) fn permit<S>(&self, surface: SurfaceOf<S>) -> Result<Permit<S>, Denied> {
        let Self { asked, yes } = self;
        let problem = match (surface.name(), asked.device()) {
            (Some(_), _) if surface.name() != asked.place().surface() => Some(Problem::SurfaceMismatch),
            (Some(surface), Device::Named(_)) => Some(Problem::DeviceMismatch { surface: surface.to_owned() }),
            _ => None,
        };
        if let Some(problem) = problem {
            let error = ConfigError::new("the boundary's permit", problem);
            return Err(asked.deny(Reason::Configuration(error), AnswerTrace::default()));
        }
        Ok(Permit::mint(Proof {
            boundary: asked.place().named(),
            device_id: asked.device().id().clone(),
            request_id: yes.request_id.clone(),
            sent: yes.sent,
            lifetime: asked.terms().timeout,
        }))
    }

    /// The yes to a body that is watched while it runs.
    pub(crate) fn watched(self, interval: Duration) -> InFlight {
        InFlight::new(self.asked, self.yes.sent, interval)
    }
}
