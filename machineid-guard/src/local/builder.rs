//! How a local authority is set up.

use std::io;
use std::sync::{Arc, Mutex};

use super::organisation::Organisation;
use super::server::Server;
use super::state::State;
use super::{LocalAuthority, Plan};

const DEFAULT_ORG_KEY: &str = "org_local";

/// Sets up a [`LocalAuthority`]; made by [`LocalAuthority::builder`].
///
/// ```
/// use machineid_guard::local::{LocalAuthority, Plan};
///
/// # fn main() -> std::io::Result<()> {
/// let authority = LocalAuthority::builder()
///     .org_key("org_of_the_fleet")
///     .plan(Plan::Pro)
///     .start()?;
/// assert_eq!(authority.org_key(), "org_of_the_fleet");
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing listens before start() is called"]
pub struct LocalAuthorityBuilder {
    port: u16,
    org_key: String,
    plan: Plan,
}

impl LocalAuthorityBuilder {
    pub(super) fn new() -> Self {
        Self { port: 0, org_key: DEFAULT_ORG_KEY.to_owned(), plan: Plan::default() }
    }

    /// The TCP port on 127.0.0.1. The default, 0, lets the system pick a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The organisation's key, which every request has to bring. The default is `org_local`.
    ///
    /// Invent one: this authority has no use for a key of the real service.
    pub fn org_key(mut self, org_key: impl Into<String>) -> Self {
        self.org_key = org_key.into();
        self
    }

    /// The organisation's plan. The default is [`Plan::Free`].
    pub fn plan(mut self, plan: Plan) -> Self {
        self.plan = plan;
        self
    }

    /// Opens the port; when this returns, requests are answered.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](io::ErrorKind::InvalidInput) for an org key that is blank or that no HTTP
    /// header can carry, [`AddrInUse`](io::ErrorKind::AddrInUse) for a port that is taken, and
    /// whatever else the system says to a new thread or a new listener.
    pub fn start(self) -> io::Result<LocalAuthority> {
        let org_key = checked_org_key(&self.org_key)?;
        let state = Arc::new(State::new(org_key, Organisation::new(self.plan)));
        let server = Server::start(self.port, Arc::clone(&state))?;
        Ok(LocalAuthority {
            base_url: format!("http://{}", server.address),
            port: server.address.port(),
            state,
            server: Mutex::new(Some(server)),
        })
    }
}

/// Leaves the key out of what it prints.
impl std::fmt::Debug for LocalAuthorityBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalAuthorityBuilder")
            .field("port", &self.port)
            .field("plan", &self.plan)
            .finish_non_exhaustive()
    }
}

/// The error never shows the key: somebody may have pasted a real one.
fn checked_org_key(org_key: &str) -> io::Result<String> {
    let org_key = org_key.trim();
    let problem = if org_key.is_empty() {
        "the org key is blank"
    } else if !org_key.bytes().all(|byte| byte.is_ascii_graphic()) {
        "the org key may hold only visible ASCII characters, without spaces"
    } else {
        return Ok(org_key.to_owned());
    };
    Err(io::Error::new(io::ErrorKind::InvalidInput, problem))
}
