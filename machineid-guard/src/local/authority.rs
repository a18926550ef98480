//! The handle: the operator's console, the knobs of a test, and what it may look at.

use std::fmt;
use std::io;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::guard::{Guard, GuardBuilder};
use crate::setting::{BASE_URL_VARIABLE, DEVICE_ID_VARIABLE, ORG_KEY_VARIABLE};

use super::organisation::OrgSwitch;
use super::server::Server;
use super::state::State;
use super::{ConsoleError, Device, LocalAuthorityBuilder, Plan, PlanState, Request};

/// A MachineID-compatible authority on a port of 127.0.0.1.
///
/// It serves from a thread of its own, so sync and async code may use it alike, on any runtime or
/// none. Every method may be called from any thread, and what it orders is in force when it
/// returns: a validate that arrives afterwards is answered accordingly.
///
/// Dropping it closes the port and every connection at once, answers under way included.
///
/// ```
/// use machineid_guard::local::{DeviceState, LocalAuthority};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let authority = LocalAuthority::start()?;
/// assert!(authority.base_url().starts_with("http://127.0.0.1:"));
///
/// // A guard that asks this authority: .build() it and run the code under test with it.
/// let guard = authority.guard().device_id("openai-agent:test:tool-server:01");
/// # drop(guard);
///
/// // Nothing has asked yet, so there is nobody to revoke.
/// assert!(authority.revoke("openai-agent:test:tool-server:01").is_err());
/// assert!(authority.requests().is_empty());
/// # Ok(())
/// # }
/// ```
pub struct LocalAuthority {
    pub(super) base_url: String,
    pub(super) port: u16,
    pub(super) state: Arc<State>,
    /// `None` while it is down.
    pub(super) server: Mutex<Option<Server>>,
}

impl LocalAuthority {
    /// The device id that [`guard`](Self::guard) sets.
    pub const DEVICE_ID: &'static str = "openai-agent:local:tool-server:01";

    /// Starts an authority on a free port, with the org key `org_local` and the free plan.
    ///
    /// # Errors
    ///
    /// Where the system gives no thread or no port.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// Starts with a port, an org key or a plan of your choice.
    pub fn builder() -> LocalAuthorityBuilder {
        LocalAuthorityBuilder::new()
    }

    /// Where it listens, such as `http://127.0.0.1:8181`, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The organisation's key.
    #[must_use]
    pub fn org_key(&self) -> &str {
        &self.state.org_key
    }

    /// A builder of a guard that asks this authority, with the device id
    /// [`DEVICE_ID`](Self::DEVICE_ID), which the caller may override. What its guards decide is watched by
    /// [`prove_denied`](super::prove_denied) while that runs, and by nobody else.
    pub fn guard(&self) -> GuardBuilder {
        let builder = Guard::builder().org_key(self.org_key()).base_url(self.base_url()).device_id(Self::DEVICE_ID);
        builder.watched_by(self.state.witness.clone())
    }

    /// The variables that have a program started by the test ask this authority, with the device id
    /// [`DEVICE_ID`](Self::DEVICE_ID): for [`Command::envs`](std::process::Command::envs). The program's own way to
    /// its guard reads them: [`Guard::start`](crate::Guard::start), or the first boundary.
    ///
    /// Where the test's own environment may set the key as a file or a proxy, take these away from the program:
    /// `.env_remove("MACHINEID_ORG_KEY_FILE")` and `.env_remove("MACHINEID_PROXY")`.
    ///
    /// ```
    /// use std::process::Command;
    /// use machineid_guard::local::LocalAuthority;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let authority = LocalAuthority::start()?;
    /// let mut program = Command::new("my-agent"); // env!("CARGO_BIN_EXE_my-agent")
    /// program.envs(authority.environment());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn environment(&self) -> [(&'static str, &str); 3] {
        [
            (ORG_KEY_VARIABLE, self.org_key()),
            (BASE_URL_VARIABLE, self.base_url()),
            (DEVICE_ID_VARIABLE, Self::DEVICE_ID),
        ]
    }

    /// Revokes a device: every validate that arrives from now on is denied with `DEVICE_REVOKED`.
    /// Revoking it again changes nothing.
    ///
    /// # Errors
    ///
    /// [`ConsoleError::UnknownDevice`] for a device that never registered.
    pub fn revoke(&self, device_id: &str) -> Result<(), ConsoleError> {
        self.state.office().organisation.revoke(device_id.trim())
    }

    /// Restores a revoked device. Restoring an active one changes nothing.
    ///
    /// # Errors
    ///
    /// [`ConsoleError::UnknownDevice`] for a device that never registered,
    /// [`ConsoleError::DeviceLimitReached`] where the plan's slots were all taken in the meantime.
    pub fn restore(&self, device_id: &str) -> Result<(), ConsoleError> {
        self.state.office().organisation.restore(device_id.trim())
    }

    /// Deletes a device: it is denied with `DEVICE_NOT_REGISTERED` until it registers again.
    ///
    /// # Errors
    ///
    /// [`ConsoleError::UnknownDevice`] for a device that never registered.
    pub fn remove(&self, device_id: &str) -> Result<(), ConsoleError> {
        self.state.office().organisation.remove(device_id.trim())
    }

    /// Turns the whole organisation off: validate denies every device with `ORG_DISABLED`. No
    /// device changes its own state.
    pub fn disable_org(&self) {
        self.state.office().organisation.switch = OrgSwitch::Disabled;
    }

    /// Turns the organisation on again.
    pub fn enable_org(&self) {
        self.state.office().organisation.switch = OrgSwitch::Enabled;
    }

    /// Changes the plan. Devices over a smaller cap stay registered and keep validating.
    pub fn set_plan(&self, plan: Plan) {
        self.state.office().organisation.plan = plan;
    }

    /// Puts the plan out of force, or back into it.
    pub fn set_plan_state(&self, plan_state: PlanState) {
        self.state.office().organisation.plan_state = plan_state;
    }

    /// Holds back every answer to a request that arrives from now on, for that long. The default
    /// is zero.
    ///
    /// The delay is on the way back: a request is decided and logged when it arrives, and the
    /// finished answer waits. So a revoke that came before a validate always denies it; one that
    /// comes while the answer is held back does not change that answer, which then reaches its
    /// caller out of date, as over a slow network. This is the harder case for whoever
    /// shares or keeps answers. And a request whose caller gave up is in the log all the same.
    pub fn set_latency(&self, latency: Duration) {
        self.state.office().latency = latency;
    }

    /// Everything it was asked so far, in the order in which it was decided.
    ///
    /// The log is kept in memory without a bound, some 200 bytes a request, until
    /// [`clear_requests`](Self::clear_requests) or the authority's end.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.state.office().requests.clone()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        let forgotten = std::mem::take(&mut self.state.office().requests);
        // Outside the lock: freeing a long log takes a while.
        drop(forgotten);
    }

    /// How many TCP connections it accepted so far, closed ones included.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// The registered devices, active and revoked, in the order of their ids.
    #[must_use]
    pub fn devices(&self) -> Vec<Device> {
        self.state.office().organisation.devices()
    }

    /// Goes down: closes the port and every connection at once, answers under way included. The
    /// devices and the log stay. Does nothing where it is down already.
    pub fn stop(&self) {
        drop(self.server().take());
    }

    /// Comes back after [`stop`](Self::stop), on the same port and with the same devices. Does
    /// nothing where it is up.
    ///
    /// # Errors
    ///
    /// Where the system gives no thread, or somebody took the port in the meantime.
    pub fn restart(&self) -> io::Result<()> {
        let mut server = self.server();
        if server.is_none() {
            *server = Some(Server::start(self.port, Arc::clone(&self.state))?);
        }
        Ok(())
    }

    fn server(&self) -> std::sync::MutexGuard<'_, Option<Server>> {
        self.server.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leaves the key out of what it prints.
impl fmt::Debug for LocalAuthority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalAuthority").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
