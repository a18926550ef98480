//! What a boundary is about to ask: which guard, which device, under which name.

use std::sync::Arc;
use std::time::Duration;

use crate::boundary::{Boundary, BoundaryKind};
use crate::denied::{AnswerTrace, Denied, Reason};
use crate::guard::asking::{Asking, AskingFor, Inquiry, block_on};
use crate::guard::caller::Caller;
use crate::guard::in_flight::Rechecked;
use crate::guard::record::Observation;
use crate::guard::{DeviceExpr, Guard};
use crate::identity::{DeviceId, PermitSurface};
use crate::permit::Permit;
use crate::setting::ConfigError;

/// A question that an attribute is about to ask. Borrows nothing.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "a check that is not asked guards nothing"]
pub struct Check {
    place: Place,
    name: Option<String>,
    device: Option<Result<DeviceId, ConfigError>>,
    guard: Option<Result<Guard, ConfigError>>,
}

/// A boundary of the source code, or one that was made while the program runs.
#[derive(Clone, Debug)]
enum Place {
    Static(&'static Boundary),
    Made(Arc<Boundary>),
}

/// The parts that stay the same from the question to its end.
#[derive(Debug)]
pub(super) struct Asked {
    check: Check,
    pub(super) guard: Guard,
    pub(super) device: DeviceId,
}

/// What most boundaries do: nothing but ask, with no argument that says more. One call that is not
/// generic, since there is one in every guarded function.
///
/// # Errors
/// [`Denied`] for everything but a yes in time.
#[doc(hidden)]
pub fn wait_at(boundary: &'static Boundary) -> Result<(), Denied> {
    Check::new(boundary).wait()
}

/// The same, for an async function.
#[doc(hidden)]
pub fn ask_at(boundary: &'static Boundary) -> Asking {
    Check::new(boundary).ask()
}

/// The same, for a future that may be polled elsewhere than where it was called for.
#[doc(hidden)]
pub fn ask_at_for(boundary: &'static Boundary, caller: Caller) -> Asking {
    Check::new(boundary).of(caller).ask()
}

impl Check {
    pub fn new(boundary: &'static Boundary) -> Self {
        Self::at(Place::Static(boundary))
    }

    pub(crate) fn at_made(boundary: Arc<Boundary>) -> Self {
        Self::at(Place::Made(boundary))
    }

    fn at(place: Place) -> Self {
        Self { place, name: None, device: None, guard: None }
    }

    pub fn name(mut self, name: impl AsRef<str>) -> Self {
        self.name = Some(name.as_ref().to_owned());
        self
    }

    pub fn device(mut self, device: impl DeviceExpr) -> Self {
        self.device = Some(device.device());
        self
    }

    pub fn guard(mut self, guard: &Guard) -> Self {
        self.guard = Some(Ok(guard.clone()));
        self
    }

    /// Asks the guard of this caller, not the one in force where the future of the answer is polled.
    pub fn of(mut self, caller: Caller) -> Self {
        self.guard = Some(caller.guard());
        self
    }

    /// The future of the answer. The boundary is reached when it is first polled.
    pub fn ask(self) -> Asking {
        Asking::new(self)
    }

    pub fn ask_for<S: PermitSurface>(self) -> AskingFor<S> {
        AskingFor::new(self)
    }

    /// Blocks this thread until the ruling. Works inside and outside every runtime, because the answer
    /// is made on the gatekeeper's thread.
    ///
    /// # Errors
    /// [`Denied`] for everything but a yes in time.
    pub fn wait(self) -> Result<(), Denied> {
        block_on(self.ask())
    }

    /// As [`wait`](Self::wait).
    ///
    /// # Errors
    /// [`Denied`] for everything but a yes in time.
    pub fn wait_for<S: PermitSurface>(self) -> Result<Permit<S>, Denied> {
        block_on(self.ask_for())
    }

    /// Asks again at this interval while the body runs.
    pub fn recheck(self, interval: Duration) -> Rechecked {
        Rechecked::new(self, interval)
    }

    /// Finds the guard and the device, and puts the question to the gatekeeper.
    pub(super) fn reach(mut self) -> Result<Inquiry, Denied> {
        let guard = match self.guard.take().unwrap_or_else(Guard::in_force) {
            Ok(guard) => guard,
            Err(error) => return Err(self.unconfigured(error)),
        };
        let chosen = self.device.take().unwrap_or_else(|| guard.device_for(self.static_boundary()));
        let device = match chosen {
            Ok(device) => device,
            Err(error) => {
                let denied = self.unconfigured(error);
                guard.observe(|| Observation::without_question(&denied));
                return Err(denied);
            }
        };
        Inquiry::put(Asked { check: self, guard, device })
    }

    fn unconfigured(&self, error: ConfigError) -> Denied {
        Denied::new(self.boundary(), None, Reason::Configuration(error), AnswerTrace::default())
    }

    pub(super) fn static_boundary(&self) -> &Boundary {
        match &self.place {
            Place::Static(boundary) => boundary,
            Place::Made(boundary) => boundary,
        }
    }

    /// The boundary under the name that it has for this call.
    fn boundary(&self) -> Boundary {
        self.static_boundary().renamed(self.name.as_deref())
    }
}

impl Asked {
    pub(super) fn boundary(&self) -> Boundary {
        self.check.boundary()
    }

    pub(super) fn kind(&self) -> BoundaryKind {
        self.check.static_boundary().kind()
    }

    pub(super) fn surface(&self) -> Option<&str> {
        self.check.static_boundary().surface()
    }

    pub(super) fn name(&self) -> &str {
        self.check.name.as_deref().unwrap_or_else(|| self.check.static_boundary().name())
    }
}
