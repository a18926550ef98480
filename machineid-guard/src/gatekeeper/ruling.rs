use std::sync::Arc;

use crate::decision::{Decision, Fault, Token, Verdict};
use crate::denied::{AnswerTrace, Reason};
use crate::moment::Moment;

/// What the gatekeeper says to every caller of one group.
#[derive(Clone, Debug)]
pub(crate) enum Ruling {
    Yes(Arc<Yes>),
    No(Arc<No>),
}

/// A yes, and the moment from which its age counts.
#[derive(Debug)]
pub(crate) struct Yes {
    pub(crate) sent: Moment,
    pub(crate) code: Option<Token>,
    pub(crate) request_id: Option<Token>,
    /// How many callers share this answer.
    pub(crate) callers: usize,
}

/// A no.
#[derive(Debug)]
pub(crate) struct No {
    pub(crate) reason: Reason,
    pub(crate) trace: AnswerTrace,
    /// How many callers share this answer.
    pub(crate) callers: usize,
}

/// What became of the device's registration before this validate.
#[derive(Debug)]
pub(super) enum Standing {
    Registered,
    Refused(Option<Token>),
}

impl Ruling {
    /// The only place where an answer becomes a yes.
    pub(super) fn on(answer: Result<(Decision, Moment), Fault>, standing: Standing, callers: usize) -> Self {
        let registered = matches!(standing, Standing::Registered);
        let registration_error = match standing {
            Standing::Registered => None,
            Standing::Refused(error) => error,
        };
        let (decision, sent) = match answer {
            Ok(answered) => answered,
            Err(fault) => {
                let trace = AnswerTrace { request_id: None, registration_error };
                return Self::no(Reason::Fault(fault), trace, callers);
            }
        };
        let (code, request_id) = (decision.code().cloned(), decision.request_id().cloned());
        let reason = match decision.verdict() {
            Verdict::Allowed if registered => {
                return Self::Yes(Arc::new(Yes { sent, code, request_id, callers }));
            }
            Verdict::Allowed => Reason::RegistrationRefused,
            Verdict::Denied => code.map_or(Reason::Unexplained, Reason::Authority),
        };
        Self::no(reason, AnswerTrace { request_id, registration_error }, callers)
    }

    /// A no that was found here, for callers that share nothing but the reason.
    pub(crate) fn refused_for(reason: Reason) -> Self {
        Self::no(reason, AnswerTrace::default(), 1)
    }

    fn no(reason: Reason, trace: AnswerTrace, callers: usize) -> Self {
        Self::No(Arc::new(No { reason, trace, callers }))
    }
}
