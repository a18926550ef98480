//! The futures that an attribute awaits.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::denied::Denied;
use crate::guard::Check;
use crate::guarded_call::{Granted, InFlight, Inquiry};
use crate::identity::SurfaceOf;
use crate::permit::Permit;

/// Waits for the authority's word on one boundary. Its output is `Ok` for a yes and nothing else.
#[derive(Debug)]
#[must_use = "a check asks nothing until it is awaited"]
pub struct Asking(Stage);

/// As [`Asking`], for code that takes the permit.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "a check asks nothing until it is awaited"]
pub struct AskingFor<S> {
    stage: Stage,
    surface: SurfaceOf<S>,
}

/// A check whose body is watched while it runs.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "a check that is not asked guards nothing"]
pub struct Rechecked {
    check: Check,
    interval: Duration,
}

#[derive(Debug)]
enum Stage {
    Unasked(Check),
    Asked(Inquiry),
    Over,
}

impl Stage {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Granted, Denied>> {
        let mut inquiry = match std::mem::replace(self, Self::Over) {
            Self::Unasked(check) => match check.reach() {
                Ok(inquiry) => inquiry,
                Err(denied) => return Poll::Ready(Err(denied)),
            },
            Self::Asked(inquiry) => inquiry,
            // Polled again after its end: there is nothing to say yes with.
            Self::Over => return Poll::Pending,
        };
        match inquiry.poll(cx) {
            Poll::Ready(waited) => Poll::Ready(inquiry.conclude(waited)),
            Poll::Pending => {
                *self = Self::Asked(inquiry);
                Poll::Pending
            }
        }
    }
}

impl Asking {
    pub(super) fn new(check: Check) -> Self {
        Self(Stage::Unasked(check))
    }
}

impl<S> AskingFor<S> {
    pub(super) fn new(check: Check, surface: SurfaceOf<S>) -> Self {
        Self { stage: Stage::Unasked(check), surface }
    }
}

impl Future for Asking {
    type Output = Result<(), Denied>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll(cx).map_ok(|_granted| ())
    }
}

impl<S> Future for AskingFor<S> {
    type Output = Result<Permit<S>, Denied>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let granted = self.stage.poll(cx);
        granted.map(|granted| granted.and_then(|granted| granted.permit(self.surface)))
    }
}

impl Rechecked {
    pub(super) fn new(check: Check, interval: Duration) -> Self {
        Self { check, interval }
    }

    /// The first check.
    ///
    /// # Errors
    /// [`Denied`] for everything but a yes in time.
    pub async fn ask(self) -> Result<InFlight, Denied> {
        let interval = self.interval;
        Ok(self.granted().await?.watched(interval))
    }

    /// The first check, for code that takes the permit.
    ///
    /// # Errors
    /// [`Denied`] for everything but a yes in time.
    pub async fn ask_for<S>(self, surface: SurfaceOf<S>) -> Result<(Permit<S>, InFlight), Denied> {
        let interval = self.interval;
        let granted = self.granted().await?;
        Ok((granted.permit(surface)?, granted.watched(interval)))
    }

    async fn granted(self) -> Result<Granted, Denied> {
        let mut stage = Stage::Unasked(self.check);
        std::future::poll_fn(|cx| stage.poll(cx)).await
    }
}
