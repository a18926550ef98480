use std::sync::Arc;
use std::time::Instant;

use crate::decision::{Decision, Fault, Token, Verdict};
use crate::denied::Reason;

/// What the gatekeeper says to every caller of one group.
#[derive(Clone, Debug)]
pub(crate) enum Ruling {
    Yes(Arc<Yes>),
    No(Arc<No>),
}

/// A yes, and the moment from which its age counts.
#[derive(Debug)]
pub(crate) struct Yes {
    pub(crate) sent: Instant,
    pub(crate) request_id: Option<Token>,
}

/// A no.
#[derive(Debug)]
pub(crate) struct No {
    pub(crate) reason: Reason,
    pub(crate) request_id: Option<Token>,
    pub(crate) registration_error: Option<Token>,
}

/// What became of the device's registration before this validate.
#[derive(Debug)]
pub(super) enum Standing {
    Registered,
    Refused(Option<Token>),
}

impl Ruling {
    /// The only place where an answer becomes a yes.
    pub(super) fn on(answer: Result<(Decision, Instant), Fault>, standing: Standing) -> Self {
        let (decision, sent) = match answer {
            Ok(answered) => answered,
            Err(fault) => return Self::no(Reason::Fault(fault), None, standing),
        };
        let request_id = decision.request_id().cloned();
        match (decision.verdict(), &standing) {
            (Verdict::Allowed, Standing::Registered) => Self::Yes(Arc::new(Yes { sent, request_id })),
            (Verdict::Allowed, Standing::Refused(_)) => Self::no(Reason::RegistrationRefused, request_id, standing),
            (Verdict::Denied, _) => {
                let reason = decision.code().cloned().map_or(Reason::Unexplained, Reason::Authority);
                Self::no(reason, request_id, standing)
            }
        }
    }

    pub(super) fn refused_for(reason: Reason) -> Self {
        Self::no(reason, None, Standing::Registered)
    }

    fn no(reason: Reason, request_id: Option<Token>, standing: Standing) -> Self {
        let registration_error = match standing {
            Standing::Registered => None,
            Standing::Refused(error) => error,
        };
        Self::No(Arc::new(No { reason, request_id, registration_error }))
    }
}
