use std::error::Error;
use std::fmt;
use std::io;

use crate::decision::{Fault, Token};
use crate::setting::ConfigError;

/// Why a boundary denied.
///
/// What the authority said and what was found here are different variants, so a code from outside
/// can never pass for a local reason.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The authority said no, with this code. Codes that are known to exist: `DEVICE_REVOKED`,
    /// `PLAN_NOT_ACTIVE`, `PLAN_FROZEN`; the list is open.
    Authority(Token),
    /// The authority said no, and gave no code that is fit to print.
    Unexplained,
    /// The authority refused to register the device, and yet validated it. Where validate denies as
    /// well, the reason is validate's, and the refusal stands in
    /// [`Denied::registration_error`](crate::Denied::registration_error).
    RegistrationRefused,
    /// There was no believable answer.
    Fault(Fault),
    /// The guard, or the device for this boundary, is not configured.
    Configuration(ConfigError),
    /// The yes is older than the guard's timeout: the caller's thread or runtime was held up, or the machine
    /// was suspended. Both the monotonic and the wall clock count.
    PermitExpired,
    /// More callers are waiting for this guard than it takes (65,536).
    Overloaded,
    /// The guard's gatekeeper thread did not take the question, or did not live to answer it.
    GatekeeperGone(Gone),
    /// The boundary was reached from inside a log subscriber, a logger or a hook that was being told of
    /// another one. Were it asked, it would be told of as well, without end.
    WhileReporting,
}

/// Why the gatekeeper's thread was not there for a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Gone {
    /// This process was forked from the one that has the thread.
    Forked,
    /// Something panicked while the question was under way: a logger of this program, most likely. The next
    /// question is taken again.
    Panicked,
    /// The thread was held up for longer than the caller could wait: a logger of this program that blocks,
    /// most likely. Another thread takes the next question.
    HeldUp,
    /// The operating system gives no thread.
    NotStarted(io::ErrorKind),
}

impl Reason {
    /// The authority's code, or the stable name of a reason found here.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Authority(code) => code.as_str(),
            Self::Unexplained => "DENIED",
            Self::RegistrationRefused => "REGISTRATION_REFUSED",
            Self::Fault(fault) => fault.code(),
            Self::Configuration(_) => "CONFIGURATION",
            Self::PermitExpired => "PERMIT_EXPIRED",
            Self::Overloaded => "OVERLOADED",
            Self::GatekeeperGone(_) => "GATEKEEPER_GONE",
            Self::WhileReporting => "WHILE_REPORTING",
        }
    }

    /// What a log line needs beside the code, so that the reader knows what to change.
    pub(crate) fn detail(&self) -> Option<&dyn fmt::Display> {
        match self {
            Self::Configuration(error) => Some(error),
            Self::GatekeeperGone(gone) => Some(gone),
            _ => None,
        }
    }

    pub(crate) fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Configuration(error) => Some(error),
            Self::Fault(fault) => Some(fault),
            _ => None,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Authority(code) => write!(f, "the authority said no: {code}"),
            Self::Unexplained => f.write_str("the authority said no, without a code"),
            Self::RegistrationRefused => f.write_str("the authority refused to register the device"),
            Self::Fault(fault) => fault.fmt(f),
            Self::Configuration(error) => error.fmt(f),
            Self::PermitExpired => f.write_str(
                "the yes was too old when the caller could use it: its thread was held up, or the machine slept",
            ),
            Self::Overloaded => f.write_str("too many callers are waiting for this guard"),
            Self::GatekeeperGone(gone) => write!(f, "the guard's gatekeeper thread was not there: {gone}"),
            Self::WhileReporting => f.write_str(
                "the boundary was reached from inside a logger, a subscriber or a hook that was told of another one; \
                 call no guarded function there",
            ),
        }
    }
}

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forked => f.write_str("this process was forked; build the guard in the child"),
            Self::Panicked => f.write_str("a panic, of a logger most likely, ended what it was doing"),
            Self::HeldUp => f.write_str("it was held up past the deadline, by a logger that blocks most likely"),
            Self::NotStarted(kind) => write!(f, "the operating system gives no thread: {kind}"),
        }
    }
}
