//! What a boundary is about to ask: which guard, which device, under which name.

use std::sync::Arc;
use std::time::Duration;

use crate::boundary::{Boundary, Place};
use crate::denied::{AnswerTrace, Denied, Reason, telling};
use crate::guard::Guard;
use crate::guard::asking::{Asking, AskingFor, Rechecked};
use crate::guard::caller::Caller;
use crate::guarded_call::{Asked, Device, Granted, Inquiry};
use crate::identity::{DeviceId, SurfaceOf};
use crate::permit::Permit;
use crate::setting::ConfigError;
use crate::told::Observation;

/// A question that an attribute is about to ask. Borrows nothing.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "a check that is not asked guards nothing"]
pub struct Check {
    place: Place,
    device: Option<Result<DeviceId, ConfigError>>,
    guard: Option<Result<Guard, ConfigError>>,
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
        Self::at(Place::of_source(boundary))
    }

    pub(crate) fn at_made(boundary: Arc<Boundary>) -> Self {
        Self::at(Place::made(boundary))
    }

    fn at(place: Place) -> Self {
        Self { place, device: None, guard: None }
    }

    pub fn name(mut self, name: &str) -> Self {
        self.place.rename(name);
        self
    }

    pub fn device(mut self, device: Result<DeviceId, ConfigError>) -> Self {
        self.device = Some(device);
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

    pub fn ask_for<S>(self, surface: SurfaceOf<S>) -> AskingFor<S> {
        AskingFor::new(self, surface)
    }

    /// Blocks this thread until the ruling or the deadline. Works inside and outside every runtime, because
    /// the answer is made on the gatekeeper's thread.
    ///
    /// # Errors
    /// [`Denied`] for everything but a yes in time.
    pub fn wait(self) -> Result<(), Denied> {
        self.granted().map(|_granted| ())
    }

    /// As [`wait`](Self::wait).
    ///
    /// # Errors
    /// [`Denied`] for everything but a yes in time.
    pub fn wait_for<S>(self, surface: SurfaceOf<S>) -> Result<Permit<S>, Denied> {
        self.granted()?.permit(surface)
    }

    fn granted(self) -> Result<Granted, Denied> {
        self.reach()?.wait()
    }

    /// Asks again at this interval while the body runs.
    pub fn recheck(self, milliseconds: u64) -> Rechecked {
        Rechecked::new(self, Duration::from_millis(milliseconds))
    }

    /// Finds the guard and the device, and puts the question to the gatekeeper. On a thread that is being
    /// told of another question nothing is asked and nobody is told.
    pub(super) fn reach(mut self) -> Result<Inquiry, Denied> {
        if telling::is_telling() {
            return Err(Denied::untold(self.place.named(), None, Reason::WhileReporting, AnswerTrace::default()));
        }
        let guard = match self.guard.take().unwrap_or_else(Guard::in_force) {
            Ok(guard) => guard,
            Err(error) => return Err(self.unconfigured(error)),
        };
        match self.chosen_device(&guard) {
            Ok(device) => Inquiry::put(Asked::new(self.place, device, Arc::clone(guard.terms()))),
            Err(error) => {
                let denied = self.unconfigured(error);
                guard.terms().hooks.observe(|| Observation::without_question(&denied));
                Err(denied)
            }
        }
    }

    fn chosen_device(&mut self, guard: &Guard) -> Result<Device, ConfigError> {
        let of_surface = guard.device_for(self.place.boundary());
        match self.device.take() {
            None => of_surface.map(Device::OfSurface),
            Some(named) => {
                let named = named?;
                let is_the_same = of_surface.is_ok_and(|device| device == named);
                Ok(if is_the_same { Device::OfSurface(named) } else { Device::Named(named) })
            }
        }
    }

    fn unconfigured(&self, error: ConfigError) -> Denied {
        Denied::new(self.place.named(), None, Reason::Configuration(error), AnswerTrace::default())
    }
}
