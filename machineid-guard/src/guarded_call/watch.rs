//! Asking again while a body runs, and stopping it at its current await when the answer is not a yes.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::boundary::BoundaryKind;
use crate::decision::Fault;
use crate::denied::{AnswerTrace, Denied, Gone, Reason};
use crate::gatekeeper::{Ruling, Waited, Waiting};
use crate::guarded_call::Asked;
use crate::moment::Moment;
use crate::told::Observation;

/// The yes to a body that is watched while it runs.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "the body has to run under it"]
pub struct InFlight {
    asked: Asked,
    allowed: Moment,
    interval: Duration,
}

impl InFlight {
    /// The yes was asked for at `allowed`.
    pub(super) fn new(asked: Asked, allowed: Moment, interval: Duration) -> Self {
        Self { asked, allowed, interval }
    }

    /// Runs the body under the watch. On a denial the body is dropped at its current await.
    ///
    /// # Errors
    /// [`Denied`] of kind [`InFlight`](BoundaryKind::InFlight).
    pub async fn run<F: Future>(self, body: F) -> Result<F::Output, Denied> {
        let mut watch = self.watch()?;
        let mut body = pin!(body);
        poll_fn(move |cx| match watch.poll_stop(cx) {
            Poll::Ready(denied) => Poll::Ready(Err(denied)),
            Poll::Pending => body.as_mut().poll(cx).map(Ok),
        })
        .await
    }

    /// Starts the watch.
    pub(super) fn watch(self) -> Result<Watched, Denied> {
        let Self { asked, allowed, interval } = self;
        let timeout = asked.terms().timeout;
        match asked.terms().gatekeeper.watch(asked.device().id(), allowed, interval, timeout) {
            Ok(watch) => Ok(Watched { asked, watch }),
            Err(reason) => Err(stop(&asked, reason, AnswerTrace::default())),
        }
    }
}

/// A watch that has started.
pub(super) struct Watched {
    asked: Asked,
    watch: Waiting,
}

impl Watched {
    /// Ready when the work has to stop. It is looked at before the work, so that a stop that is known is never
    /// overtaken by more work.
    pub(super) fn poll_stop(&mut self, cx: &mut Context<'_>) -> Poll<Denied> {
        let (reason, trace) = match self.watch.poll(cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Waited::Ruled(Ruling::No(no))) => (no.reason.clone(), no.trace.clone()),
            // A watch says nothing but no; a yes is no reason to go on unwatched.
            Poll::Ready(Waited::Ruled(Ruling::Yes(_))) => {
                (Reason::GatekeeperGone(Gone::Panicked), AnswerTrace::default())
            }
            Poll::Ready(Waited::Unheard | Waited::Overdue(_)) => {
                (Reason::Fault(Fault::Timeout), AnswerTrace::default())
            }
        };
        Poll::Ready(stop(&self.asked, reason, trace))
    }
}

fn stop(asked: &Asked, reason: Reason, trace: AnswerTrace) -> Denied {
    let boundary = asked.place().named().of_kind(BoundaryKind::InFlight);
    let denied = Denied::new(boundary, Some(asked.device().id().clone()), reason, trace);
    // No span: the body ran under that of the first check.
    asked.terms().hooks.observe(|| Observation::without_question(&denied));
    denied
}
