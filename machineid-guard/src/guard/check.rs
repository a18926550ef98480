//! One guarded call: the device, the question, the ruling, and the permit's age right before the body.

use std::future::Future;
use std::marker::PhantomData;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::boundary::Boundary;
use crate::decision::Token;
use crate::denied::{Denied, Reason};
use crate::gatekeeper::{Ruling, Yes};
use crate::guard::{DeviceExpr, Guard};
use crate::identity::{DeviceId, PermitSurface};
use crate::permit::{Permit, Proof};
use crate::setting::{ConfigError, Problem};

/// A question that an attribute is about to ask. Borrows nothing.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "a check that is not asked guards nothing"]
pub struct Check {
    boundary: Place,
    name: Option<String>,
    device: Option<Result<DeviceId, ConfigError>>,
    guard: Option<Guard>,
}

/// A boundary of the source code, or one that was made while the program runs.
#[derive(Clone, Debug)]
enum Place {
    Static(&'static Boundary),
    Made(Arc<Boundary>),
}

impl Place {
    fn boundary(&self) -> &Boundary {
        match self {
            Self::Static(boundary) => boundary,
            Self::Made(boundary) => boundary,
        }
    }
}

impl Check {
    pub fn new(boundary: &'static Boundary) -> Self {
        Self::at(Place::Static(boundary))
    }

    pub(crate) fn at_made(boundary: Arc<Boundary>) -> Self {
        Self::at(Place::Made(boundary))
    }

    fn at(boundary: Place) -> Self {
        Self { boundary, name: None, device: None, guard: None }
    }

    pub fn name(mut self, name: impl AsRef<str>) -> Self {
        self.name = Some(name.as_ref().to_owned());
        self
    }

    pub fn device(mut self, device: impl DeviceExpr) -> Self {
        self.device = Some(device.into_device());
        self
    }

    pub fn guard(mut self, guard: &Guard) -> Self {
        self.guard = Some(guard.clone());
        self
    }

    /// The future of the answer. The boundary is reached when it is first polled.
    pub fn ask(self) -> Asking {
        Asking(Inquiry::Unasked(self))
    }

    pub fn ask_for<S: PermitSurface>(self) -> AskingFor<S> {
        AskingFor { inquiry: Inquiry::Unasked(self), surface: PhantomData }
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

    fn reach(self) -> Result<Pending, Denied> {
        let guard = match self.guard.clone().map_or_else(Guard::in_force, Ok) {
            Ok(guard) => guard,
            Err(error) => return Err(self.deny(None, Reason::Configuration(error))),
        };
        let boundary = self.boundary.boundary();
        let device = match self.device.clone().unwrap_or_else(|| guard.device_for(boundary)) {
            Ok(device) => device,
            Err(error) => return Err(self.deny(None, Reason::Configuration(error))),
        };
        let deadline = guard.deadline();
        match guard.gatekeeper().ask(&device, deadline) {
            Ok(ruling) => Ok(Pending { check: self, device, deadline, lifetime: guard.timeout(), ruling }),
            Err(reason) => Err(self.deny(Some(device), reason)),
        }
    }

    fn deny(&self, device: Option<DeviceId>, reason: Reason) -> Denied {
        self.deny_with(device, reason, None, None)
    }

    fn deny_with(
        &self,
        device: Option<DeviceId>,
        reason: Reason,
        request_id: Option<Token>,
        registration_error: Option<Token>,
    ) -> Denied {
        let boundary = self.boundary.boundary().renamed(self.name.as_deref());
        let denied = Denied::new(boundary, device, reason, request_id).with_registration_error(registration_error);
        log(&denied);
        denied
    }
}

/// Waits on this thread. Inside a tokio task the future must not take part in tokio's cooperative
/// budget: once that is used up a channel asks to be polled again after the task has yielded, which a
/// blocked thread never does.
pub(super) fn block_on<F: Future>(future: F) -> F::Output {
    pollster::block_on(tokio::task::unconstrained(future))
}

/// A denial is always logged. A subscriber that panics changes nothing: the call is denied.
fn log(denied: &Denied) {
    let write = || {
        tracing::warn!(
            boundary = %denied.boundary().kind(),
            name = denied.boundary().name(),
            surface = denied.boundary().surface(),
            device = denied.device_id().map(DeviceId::as_str),
            code = denied.code(),
            request_id = denied.request_id(),
            "{denied}"
        );
    };
    drop(std::panic::catch_unwind(AssertUnwindSafe(write)));
}

/// Waits for the authority's word on one boundary. Its output is `Ok` for a yes and nothing else.
#[derive(Debug)]
#[must_use = "a check asks nothing until it is awaited"]
pub struct Asking(Inquiry);

/// As [`Asking`], for code that takes the permit.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "a check asks nothing until it is awaited"]
pub struct AskingFor<S> {
    inquiry: Inquiry,
    surface: PhantomData<fn() -> S>,
}

#[derive(Debug)]
enum Inquiry {
    Unasked(Check),
    Asked(Pending),
    Over,
}

/// A question that the gatekeeper has.
#[derive(Debug)]
struct Pending {
    check: Check,
    device: DeviceId,
    deadline: Instant,
    lifetime: Duration,
    ruling: oneshot::Receiver<Ruling>,
}

/// A yes that arrived in time.
struct Granted {
    check: Check,
    device: DeviceId,
    lifetime: Duration,
    yes: Arc<Yes>,
}

impl Inquiry {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Granted, Denied>> {
        let mut pending = match std::mem::replace(self, Self::Over) {
            Self::Unasked(check) => match check.reach() {
                Ok(pending) => pending,
                Err(denied) => return Poll::Ready(Err(denied)),
            },
            Self::Asked(pending) => pending,
            // Polled again after its answer: there is nothing to say yes with.
            Self::Over => return Poll::Pending,
        };
        match Pin::new(&mut pending.ruling).poll(cx) {
            Poll::Ready(ruling) => Poll::Ready(pending.conclude(ruling.ok())),
            Poll::Pending => {
                *self = Self::Asked(pending);
                Poll::Pending
            }
        }
    }
}

impl Pending {
    fn conclude(self, ruling: Option<Ruling>) -> Result<Granted, Denied> {
        let Self { check, device, deadline, lifetime, .. } = self;
        let yes = match ruling {
            Some(Ruling::Yes(yes)) => yes,
            Some(Ruling::No(no)) => {
                let (reason, request_id) = (no.reason.clone(), no.request_id.clone());
                return Err(check.deny_with(Some(device), reason, request_id, no.registration_error.clone()));
            }
            None => return Err(check.deny(Some(device), Reason::GatekeeperGone)),
        };
        // The caller may have been held up since the yes was said: look at the clock here, where the body
        // comes next.
        if Instant::now() > deadline || yes.sent.elapsed() > lifetime {
            let request_id = yes.request_id.clone();
            return Err(check.deny_with(Some(device), Reason::PermitExpired, request_id, None));
        }
        Ok(Granted { check, device, lifetime, yes })
    }
}

impl Granted {
    fn permit<S: PermitSurface>(self) -> Result<Permit<S>, Denied> {
        let boundary = self.check.boundary.boundary().renamed(self.check.name.as_deref());
        if S::SURFACE.is_some() && S::SURFACE != boundary.surface() {
            let error = ConfigError::new("the boundary's surface", Problem::SurfaceMismatch);
            return Err(self.check.deny(Some(self.device), Reason::Configuration(error)));
        }
        Ok(Permit::mint(Proof {
            boundary,
            device_id: self.device,
            request_id: self.yes.request_id.clone(),
            sent: self.yes.sent,
            lifetime: self.lifetime,
        }))
    }
}

impl Future for Asking {
    type Output = Result<(), Denied>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll(cx).map_ok(|_granted| ())
    }
}

impl<S: PermitSurface> Future for AskingFor<S> {
    type Output = Result<Permit<S>, Denied>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.inquiry.poll(cx).map(|granted| granted.and_then(Granted::permit))
    }
}
