//! The policy: which device a boundary asks for, and which guard is in force where.

mod ask_again;
mod asking;
mod builder;
mod caller;
mod check;
mod device_expr;
mod for_device;
mod in_force;
mod name_expr;
#[cfg(feature = "local")]
mod of_tests;
mod own_device;
mod start;
mod startup;
mod startup_report;
mod unknown_surface;

use std::collections::HashMap;
use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use crate::boundary::Boundary;
use crate::client::Negotiated;
use crate::guarded_call::Terms;
use crate::identity::DeviceId;
use crate::setting::ConfigError;

pub use asking::{Asking, AskingFor, Rechecked};
pub use builder::GuardBuilder;
pub use caller::Caller;
pub use check::{Check, ask_at, ask_at_for, wait_at};
pub use device_expr::DeviceExpr;
pub use in_force::AlreadyInstalled;
pub use name_expr::NameExpr;
#[cfg(feature = "local")]
pub use of_tests::ForTests;
pub use start::StartError;
pub use startup_report::{StartupCheck, StartupReport};

use own_device::OwnDevice;

/// Asks the authority at every boundary, for one process or one replica, and fails closed.
///
/// Cheap to clone; all clones share one gatekeeper thread and its connections. The attributes use the
/// guard that is in force where the guarded function is called: the one of the enclosing
/// [`scope`](Self::scope) or [`enter`](Self::enter), else the [installed](Self::install) one, else one
/// that is built from the environment at the first call, or in a test binary that has `local::in_tests!`, from that.
/// Where there is none, the call is denied.
///
/// ```
/// use machineid_guard::{Denied, Guard, guarded_tool};
/// use machineid_guard::local::LocalAuthority;
///
/// #[guarded_tool]
/// fn search(query: &str) -> Result<String, Denied> {
///     Ok(format!("results for {query}"))
/// }
///
/// let authority = LocalAuthority::start()?;
/// let guard = authority.guard().device_id("openai-agent:dev:tool-server:01").build()?;
/// assert_eq!(guard.enter(|| search("tea"))?, "results for tea");
///
/// authority.revoke("openai-agent:dev:tool-server:01")?;
/// assert_eq!(guard.enter(|| search("tea")).unwrap_err().code(), "DEVICE_REVOKED");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Guard(Arc<Policy>);

struct Policy {
    terms: Arc<Terms>,
    own: OwnDevice,
    surfaces: HashMap<String, DeviceId>,
    negotiated: Negotiated,
}

impl Guard {
    /// A guard with an explicit configuration; the environment is not read.
    pub fn builder() -> GuardBuilder {
        GuardBuilder::new()
    }

    /// A guard from `MACHINEID_ORG_KEY` or `MACHINEID_ORG_KEY_FILE`, and where they are set `MACHINEID_DEVICE_ID`,
    /// `MACHINEID_BASE_URL` and `MACHINEID_PROXY`.
    ///
    /// # Errors
    /// [`ConfigError`] naming the variable that is missing or wrong.
    pub fn from_env() -> Result<Self, ConfigError> {
        GuardBuilder::from_env()?.build()
    }

    /// The device of boundaries that name no surface; `None` where the guard was given none.
    #[must_use]
    pub fn device_id(&self) -> Option<&DeviceId> {
        self.0.own.id()
    }

    /// The device that a boundary asks for.
    fn device_for(&self, boundary: &Boundary) -> Result<DeviceId, ConfigError> {
        match boundary.surface() {
            None => self.0.own.device(),
            Some(surface) => match self.0.surfaces.get(surface) {
                Some(device) => Ok(device.clone()),
                None => self.0.own.device_on(surface),
            },
        }
    }

    /// Whether both are clones of one guard.
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn terms(&self) -> &Arc<Terms> {
        &self.0.terms
    }
}

// A panic of a caller leaves nothing of a guard half-done: what changes is on the gatekeeper's thread, and what the
// two share is behind locks that outlive a panic. A hook that panics has its panic caught where it is called.
impl UnwindSafe for Guard {}
impl RefUnwindSafe for Guard {}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard")
            .field("device_id", &self.0.own.id())
            .field("surfaces", &self.0.surfaces)
            .field("timeout", &self.0.terms.timeout)
            .finish_non_exhaustive()
    }
}
