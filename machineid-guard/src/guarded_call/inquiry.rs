//! The question, the ruling, and the age of a yes right before the body.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Instant, SystemTime};

use crate::decision::Fault;
use crate::denied::{AnswerTrace, Denied, Gone, Reason};
use crate::gatekeeper::{No, Put, Ruling, Taken, Waited, Yes};
use crate::guarded_call::{Asked, Granted};
use crate::told::{CheckSpan, Effort, Observation};

/// A question that the gatekeeper has.
#[derive(Debug)]
pub(crate) struct Inquiry {
    question: Question,
    put: Put,
}

/// The question without the wait for its ruling.
#[derive(Debug)]
struct Question {
    asked: Asked,
    reached: Instant,
    /// The same by the clock that others can compare with.
    reached_at: SystemTime,
    deadline: Instant,
    span: CheckSpan,
}

impl Inquiry {
    /// Puts the question to the gatekeeper. In a forked child nothing is asked and nobody is told: a lock of
    /// the gatekeeper's, or of a subscriber, may be held there for ever.
    pub(crate) fn put(asked: Asked) -> Result<Self, Denied> {
        if !asked.terms().gatekeeper.is_here() {
            return Err(asked.deny_untold(Reason::GatekeeperGone(Gone::Forked)));
        }
        let span = CheckSpan::open(asked.place(), asked.device().id());
        let (reached, reached_at) = (Instant::now(), SystemTime::now());
        let deadline = reached + asked.terms().timeout;
        match asked.terms().gatekeeper.ask(asked.device().id(), deadline) {
            Ok(put) => Ok(Self { question: Question { asked, reached, reached_at, deadline, span }, put }),
            Err(reason) => {
                let denied = asked.deny(reason, AnswerTrace::default());
                let effort = Effort { reached: reached_at, elapsed: reached.elapsed(), callers: 1 };
                asked.terms().hooks.observe_end(span, || Observation::denied(&denied, effort));
                Err(denied)
            }
        }
    }

    /// Waits on this thread, by its own clock.
    pub(crate) fn wait(mut self) -> Result<Granted, Denied> {
        loop {
            match self.put.waiting.wait() {
                Waited::Unheard => self.ask_again(),
                waited => return self.conclude(waited),
            }
        }
    }

    /// Looks for the ruling, and has the task woken for it and at the deadline.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Waited<Ruling>> {
        loop {
            match self.put.waiting.poll(cx) {
                Poll::Ready(Waited::Unheard) => self.ask_again(),
                looked => return looked,
            }
        }
    }

    fn ask_again(&mut self) {
        let asked = &self.question.asked;
        asked.terms().gatekeeper.ask_again(asked.device().id(), &mut self.put);
    }

    /// What the end of the wait comes to.
    pub(crate) fn conclude(self, waited: Waited<Ruling>) -> Result<Granted, Denied> {
        let Self { question, put } = self;
        drop(put);
        question.conclude(waited)
    }
}

impl Question {
    fn conclude(self, waited: Waited<Ruling>) -> Result<Granted, Denied> {
        match Self::rule(waited) {
            Ruling::Yes(yes) if self.is_in_time(&yes) => self.grant(yes),
            Ruling::Yes(yes) => {
                let trace = AnswerTrace::of_request(yes.request_id.clone());
                Err(self.deny(Reason::PermitExpired, trace, yes.callers))
            }
            Ruling::No(no) => {
                let No { reason, trace, callers } = &*no;
                Err(self.deny(reason.clone(), trace.clone(), *callers))
            }
        }
    }

    fn rule(waited: Waited<Ruling>) -> Ruling {
        match waited {
            Waited::Ruled(ruling) => ruling,
            Waited::Overdue(Taken::Yes) => Ruling::refused_for(Reason::Fault(Fault::Timeout)),
            Waited::Unheard | Waited::Overdue(Taken::No) => Ruling::refused_for(Reason::GatekeeperGone(Gone::HeldUp)),
        }
    }

    /// The caller may have been held up since the yes was said: by its runtime, by a hook, by a machine that
    /// was suspended.
    fn is_in_time(&self, yes: &Yes) -> bool {
        Instant::now() <= self.deadline && yes.sent.age() <= self.asked.terms().timeout
    }

    /// The last look at the clock comes after all that is told, where the body comes next.
    fn grant(mut self, yes: Arc<Yes>) -> Result<Granted, Denied> {
        let effort = Effort { reached: self.reached_at, elapsed: self.reached.elapsed(), callers: yes.callers };
        let (span, asked) = (self.span.take(), &self.asked);
        asked.terms().hooks.observe_end(span, || {
            let (code, request_id) = (yes.code.as_ref(), yes.request_id.as_ref());
            Observation::allowed(asked.place().named(), asked.device().id(), code, request_id, effort)
        });
        if self.is_in_time(&yes) {
            return Ok(Granted::new(self.asked, yes));
        }
        let trace = AnswerTrace::of_request(yes.request_id.clone());
        Err(self.deny(Reason::PermitExpired, trace, yes.callers))
    }

    fn deny(self, reason: Reason, trace: AnswerTrace, callers: usize) -> Denied {
        let Self { asked, reached, reached_at, span, .. } = self;
        let denied = asked.deny(reason, trace);
        let effort = Effort { reached: reached_at, elapsed: reached.elapsed(), callers };
        asked.terms().hooks.observe_end(span, || Observation::denied(&denied, effort));
        denied
    }
}
