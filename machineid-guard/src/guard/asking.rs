//! One guarded call: the question, the ruling, and the permit's age right before the body.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use tokio::sync::oneshot;

use crate::denied::{AnswerTrace, Denied, Reason};
use crate::gatekeeper::{No, Ruling, Yes};
use crate::guard::check::{Asked, Check};
use crate::guard::record::{CheckSpan, Observation};
use crate::identity::PermitSurface;
use crate::permit::{Permit, Proof};
use crate::setting::{ConfigError, Problem};

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
    surface: PhantomData<fn() -> S>,
}

#[derive(Debug)]
enum Stage {
    Unasked(Check),
    Asked(Inquiry),
    Over,
}

/// A question that the gatekeeper has.
#[derive(Debug)]
pub(super) struct Inquiry {
    asked: Asked,
    reached: Instant,
    deadline: Instant,
    ruling: oneshot::Receiver<Ruling>,
    span: CheckSpan,
}

/// A yes that arrived in time.
#[derive(Debug)]
pub(super) struct Granted {
    pub(super) asked: Asked,
    yes: Arc<Yes>,
}

/// Waits on this thread. Inside a tokio task the future must not take part in tokio's cooperative
/// budget: once that is used up a channel asks to be polled again after the task has yielded, which a
/// blocked thread never does.
pub(super) fn block_on<F: Future>(future: F) -> F::Output {
    pollster::block_on(tokio::task::unconstrained(future))
}

impl Inquiry {
    pub(super) fn put(asked: Asked) -> Result<Self, Denied> {
        let span = CheckSpan::open(&asked);
        let reached = Instant::now();
        let deadline = reached + asked.guard.timeout();
        match asked.guard.gatekeeper().ask(&asked.device, deadline) {
            Ok(ruling) => Ok(Self { asked, reached, deadline, ruling, span }),
            Err(reason) => {
                let denied = deny(&asked, reason, AnswerTrace::default());
                asked.guard.observe_end(span, || Observation::denied(&denied, reached, 1));
                Err(denied)
            }
        }
    }

    fn conclude(self, ruling: Option<Ruling>) -> Result<Granted, Denied> {
        let Self { asked, reached, deadline, span, .. } = self;
        match ruling.unwrap_or_else(|| Ruling::refused_for(Reason::GatekeeperGone)) {
            Ruling::Yes(yes) => {
                asked.guard.observe_end(span, || Observation::allowed(&asked, reached, &yes));
                Self::still_in_time(asked, reached, deadline, yes)
            }
            Ruling::No(no) => {
                let No { reason, trace, callers } = &*no;
                let denied = deny(&asked, reason.clone(), trace.clone());
                asked.guard.observe_end(span, || Observation::denied(&denied, reached, *callers));
                Err(denied)
            }
        }
    }

    /// The caller may have been held up since the yes was said, by its runtime or by a hook. So the clock
    /// is looked at here, where the body comes next.
    fn still_in_time(asked: Asked, reached: Instant, deadline: Instant, yes: Arc<Yes>) -> Result<Granted, Denied> {
        if Instant::now() <= deadline && yes.sent.age() <= asked.guard.timeout() {
            return Ok(Granted { asked, yes });
        }
        let trace = AnswerTrace::of_request(yes.request_id.clone());
        let denied = deny(&asked, Reason::PermitExpired, trace);
        asked.guard.observe(|| Observation::denied(&denied, reached, yes.callers));
        Err(denied)
    }
}

fn deny(asked: &Asked, reason: Reason, trace: AnswerTrace) -> Denied {
    Denied::new(asked.boundary(), Some(asked.device.clone()), reason, trace)
}

impl Granted {
    pub(super) fn permit<S: PermitSurface>(&self) -> Result<Permit<S>, Denied> {
        let Self { asked, yes } = self;
        if S::SURFACE.is_some() && S::SURFACE != asked.surface() {
            let error = ConfigError::new("the boundary's surface", Problem::SurfaceMismatch);
            return Err(deny(asked, Reason::Configuration(error), AnswerTrace::default()));
        }
        Ok(Permit::mint(Proof {
            boundary: asked.boundary(),
            device_id: asked.device.clone(),
            request_id: yes.request_id.clone(),
            sent: yes.sent,
            lifetime: asked.guard.timeout(),
        }))
    }
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
        match Pin::new(&mut inquiry.ruling).poll(cx) {
            Poll::Ready(ruling) => Poll::Ready(inquiry.conclude(ruling.ok())),
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

    pub(super) fn poll_granted(&mut self, cx: &mut Context<'_>) -> Poll<Result<Granted, Denied>> {
        self.0.poll(cx)
    }
}

impl<S> AskingFor<S> {
    pub(super) fn new(check: Check) -> Self {
        Self { stage: Stage::Unasked(check), surface: PhantomData }
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
        self.stage.poll(cx).map(|granted| granted.and_then(|granted| granted.permit()))
    }
}
