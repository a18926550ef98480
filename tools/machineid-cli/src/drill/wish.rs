//! What the operator wants to have drilled, and how long to wait for it.

use std::path::PathBuf;
use std::time::Duration;

use crate::consent::Consent;
use crate::devices::change::Reason;
use crate::target::Target;

/// How everything is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The devices are revoked.
    Devices,
    /// The operator flips the organisation's switch, for which the service has no call.
    Organisation,
}

/// A drill.
#[derive(Debug)]
pub(crate) struct Wish {
    pub(crate) scope: Scope,
    pub(crate) targets: Vec<Target>,
    pub(crate) audits: Vec<PathBuf>,
    pub(crate) who: String,
    pub(crate) why: Reason,
    pub(crate) consent: Consent,
    pub(crate) steady: Steady,
    pub(crate) patience: Patience,
    /// `None` where nobody said it: then everything has to be on this machine.
    pub(crate) clock_error: Option<Duration>,
    /// Runs that were killed, and so have no end.
    pub(crate) gone: Vec<String>,
    pub(crate) note: Option<PathBuf>,
    pub(crate) report: Option<PathBuf>,
}

/// What a replica has to have done before it is stopped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steady {
    /// So many questions that were allowed.
    pub(crate) questions: usize,
    /// Within that time.
    pub(crate) window: Duration,
}

/// How long each act may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// The shortest time for which the stop is watched.
    pub(crate) hold: Duration,
    /// The longest time for which a question of each replica is awaited, while it is stopped and again afterwards.
    pub(crate) within: Duration,
    /// The longest time for which a lost connection is awaited, to restore.
    pub(crate) restore: Duration,
}
