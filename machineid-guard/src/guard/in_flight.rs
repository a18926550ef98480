//! Asking again while a body runs, and stopping it at its current await when the answer is not a yes.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::boundary::BoundaryKind;
use crate::denied::{AnswerTrace, Denied, Reason};
use crate::gatekeeper::Ruling;
use crate::guard::asking::{Asking, Granted};
use crate::guard::check::{Asked, Check};
use crate::guard::record::Observation;
use crate::identity::PermitSurface;
use crate::permit::Permit;

/// A check whose body is watched while it runs.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "a check that is not asked guards nothing"]
pub struct Rechecked {
    check: Check,
    interval: Duration,
}

/// The yes to a body that is watched while it runs.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "the body has to run under it"]
pub struct InFlight {
    asked: Asked,
    interval: Duration,
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
        let (granted, interval) = self.granted().await?;
        Ok(InFlight { asked: granted.asked, interval })
    }

    /// The first check, for code that takes the permit.
    ///
    /// # Errors
    /// [`Denied`] for everything but a yes in time.
    pub async fn ask_for<S: PermitSurface>(self) -> Result<(Permit<S>, InFlight), Denied> {
        let (granted, interval) = self.granted().await?;
        let permit = granted.permit()?;
        Ok((permit, InFlight { asked: granted.asked, interval }))
    }

    async fn granted(self) -> Result<(Granted, Duration), Denied> {
        let mut asking = Asking::new(self.check);
        let granted = poll_fn(|cx| asking.poll_granted(cx)).await?;
        Ok((granted, self.interval))
    }
}

impl InFlight {
    /// Runs the body under the watch. On a denial the body is dropped at its current await.
    ///
    /// # Errors
    /// [`Denied`] of kind [`InFlight`](BoundaryKind::InFlight).
    pub async fn run<F: Future>(self, body: F) -> Result<F::Output, Denied> {
        let Self { asked, interval } = self;
        let timeout = asked.guard.timeout();
        let mut stopped = match asked.guard.gatekeeper().watch(&asked.device, interval, timeout) {
            Ok(stopped) => stopped,
            Err(reason) => return Err(stop(&asked, reason, AnswerTrace::default())),
        };
        let mut body = pin!(body);
        poll_fn(move |cx| poll_watched(body.as_mut(), &mut stopped, &asked, cx)).await
    }
}

/// The watch is looked at before the body, so that a stop that is known is never overtaken by more work.
fn poll_watched<F: Future>(
    body: Pin<&mut F>,
    stopped: &mut oneshot::Receiver<Ruling>,
    asked: &Asked,
    cx: &mut Context<'_>,
) -> Poll<Result<F::Output, Denied>> {
    match Pin::new(stopped).poll(cx) {
        Poll::Pending => body.poll(cx).map(Ok),
        Poll::Ready(Ok(Ruling::No(no))) => Poll::Ready(Err(stop(asked, no.reason.clone(), no.trace.clone()))),
        // The ticker is gone, or said something that is no reason to go on unwatched.
        Poll::Ready(Ok(Ruling::Yes(_)) | Err(_)) => {
            Poll::Ready(Err(stop(asked, Reason::GatekeeperGone, AnswerTrace::default())))
        }
    }
}

fn stop(asked: &Asked, reason: Reason, trace: AnswerTrace) -> Denied {
    let boundary = asked.boundary().of_kind(BoundaryKind::InFlight);
    let denied = Denied::new(boundary, Some(asked.device.clone()), reason, trace);
    // No span: the body ran under that of the first check.
    asked.guard.observe(|| Observation::without_question(&denied));
    denied
}
