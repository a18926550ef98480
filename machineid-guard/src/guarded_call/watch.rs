//! Asking again while a body runs, and stopping it at its current await when the answer is not a yes.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
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
        let Self { asked, allowed, interval } = self;
        let timeout = asked.terms().timeout;
        let mut watch = match asked.terms().gatekeeper.watch(asked.device().id(), allowed, interval, timeout) {
            Ok(watch) => watch,
            Err(reason) => return Err(stop(&asked, reason, AnswerTrace::default())),
        };
        let mut body = pin!(body);
        poll_fn(move |cx| poll_watched(body.as_mut(), &mut watch, &asked, cx)).await
    }
}

/// The watch is looked at before the body, so that a stop that is known is never overtaken by more work.
fn poll_watched<F: Future>(
    body: Pin<&mut F>,
    watch: &mut Waiting,
    asked: &Asked,
    cx: &mut Context<'_>,
) -> Poll<Result<F::Output, Denied>> {
    let (reason, trace) = match watch.poll(cx) {
        Poll::Pending => return body.poll(cx).map(Ok),
        Poll::Ready(Waited::Ruled(Ruling::No(no))) => (no.reason.clone(), no.trace.clone()),
        // A watch says nothing but no; a yes is no reason to go on unwatched.
        Poll::Ready(Waited::Ruled(Ruling::Yes(_))) => (Reason::GatekeeperGone(Gone::Panicked), AnswerTrace::default()),
        Poll::Ready(Waited::Unheard | Waited::Overdue(_)) => (Reason::Fault(Fault::Timeout), AnswerTrace::default()),
    };
    Poll::Ready(Err(stop(asked, reason, trace)))
}

fn stop(asked: &Asked, reason: Reason, trace: AnswerTrace) -> Denied {
    let boundary = asked.place().named().of_kind(BoundaryKind::InFlight);
    let denied = Denied::new(boundary, Some(asked.device().id().clone()), reason, trace);
    // No span: the body ran under that of the first check.
    asked.terms().hooks.observe(|| Observation::without_question(&denied));
    denied
}
