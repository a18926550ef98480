use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::boundary::boundaries;
use crate::client::ClientBuilder;
use crate::gatekeeper::Gatekeeper;
use crate::guard::own_device::{NamedBy, OwnDevice};
use crate::guard::{Guard, Policy};
use crate::guarded_call::Terms;
use crate::identity::DeviceId;
use crate::setting::{self, ConfigError, DEVICE_ID_VARIABLE, Problem};
use crate::told::{Hooks, Observation};

/// Collects what a [`Guard`] needs. Nothing is checked before [`build`](Self::build).
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `.build()`"]
pub struct GuardBuilder {
    client: ClientBuilder,
    device_setting: &'static str,
    device: Option<Result<DeviceId, ConfigError>>,
    surfaces: Vec<(String, Result<DeviceId, ConfigError>)>,
    hooks: Hooks,
}

impl GuardBuilder {
    pub(crate) fn new() -> Self {
        Self {
            client: ClientBuilder::new(),
            device_setting: ".device_id(…)",
            device: None,
            surfaces: Vec::new(),
            hooks: Hooks::default(),
        }
    }

    /// A builder that has already read `MACHINEID_ORG_KEY` or `MACHINEID_ORG_KEY_FILE`,
    /// `MACHINEID_DEVICE_ID`, `MACHINEID_BASE_URL` and `MACHINEID_PROXY`; what is set after this wins. The
    /// file itself is read by [`build`](Self::build).
    ///
    /// # Errors
    /// [`ConfigError`] naming the variable that is not UTF-8, or both of those that exclude each other. That neither
    /// is set is an error of [`build`](Self::build), unless the address is that of a relay.
    pub fn from_env() -> Result<Self, ConfigError> {
        let device = setting::variable(DEVICE_ID_VARIABLE)?;
        Ok(Self {
            client: ClientBuilder::from_env()?,
            device_setting: DEVICE_ID_VARIABLE,
            device: device.map(|id| DeviceId::from_setting(DEVICE_ID_VARIABLE, &id)),
            surfaces: Vec::new(),
            hooks: Hooks::default(),
        })
    }

    /// The organisation key, `org_…`. Required, but with the address of a relay's socket, where it is refused: the
    /// relay has the key. For a relay on a port it is this agent's token, which the relay replaces by the key.
    pub fn org_key(mut self, key: impl AsRef<str>) -> Self {
        self.client = self.client.org_key(key);
        self
    }

    /// The file that has the organisation key, in place of [`org_key`](Self::org_key): a regular file that
    /// holds the key and nothing else but white space around it. It is read once, by [`build`](Self::build).
    /// Commands that a tool runs do not inherit it, as they inherit `MACHINEID_ORG_KEY`.
    ///
    /// On Unix it is refused when its group or others have any permission for it (`chmod 600`). Elsewhere
    /// permissions are not looked at: see to it that only this program's user may read the file. Code that
    /// runs as the same user can read it everywhere.
    pub fn org_key_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.client = self.client.org_key_file(path);
        self
    }

    /// The device of this process, or of this replica: `openai-agent:prod:tool-server:01`.
    ///
    /// With four parts, the device of another surface is this one with its third part replaced. One
    /// per replica: a whole fleet on one device can only be stopped as a whole.
    pub fn device_id(mut self, id: impl AsRef<str>) -> Self {
        self.device_setting = ".device_id(…)";
        self.device = Some(DeviceId::from_setting(self.device_setting, id.as_ref()));
        self
    }

    /// The device that boundaries of this surface ask for, in place of the one worked out from
    /// [`device_id`](Self::device_id). A surface that no boundary of the program names is an error of
    /// [`Guard::startup`].
    pub fn surface(mut self, surface: impl Into<String>, id: impl AsRef<str>) -> Self {
        let surface = surface.into();
        let device = DeviceId::from_setting(&setting::of_surface(&surface), id.as_ref());
        self.surfaces.push((surface, device));
        self
    }

    /// Where the authority is; `https://machineid.io` unless set. Plain `http://` is accepted for a
    /// loopback address only.
    ///
    /// Or where a relay is (`machineid relay`), which has the organisation key, so that this process need not:
    /// `unix:/run/machineid/relay.sock`, an absolute path of at most 107 bytes (Linux). Its socket is spoken to in
    /// plain HTTP/1.1. Unix only.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.client = self.client.base_url(url);
        self
    }

    /// The only host that the organisation key may be sent to, such as `machineid.internal`. With another
    /// one, from [`base_url`](Self::base_url) or from `MACHINEID_BASE_URL`, nothing is built. Case does not
    /// matter; the port is not looked at.
    pub fn pinned_host(mut self, host: impl Into<String>) -> Self {
        self.client = self.client.pinned_host(host);
        self
    }

    /// How long a caller waits at a boundary, and how long a yes is good for: 100 ms to 10 s, 2 s unless
    /// set. Whatever is later than this is a denial.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.client = self.client.timeout(timeout);
        self
    }

    /// Trusts this certificate authority instead of the public ones that are built in (Mozilla's
    /// list). PEM or DER. For an authority behind a company's own TLS. Certificates that the
    /// environment names (`SSL_CERT_FILE`) are never trusted.
    pub fn root_certificate(mut self, certificate: impl AsRef<[u8]>) -> Self {
        self.client = self.client.root_certificate(certificate);
        self
    }

    /// The HTTP proxy through which the authority is reached: `http://host:port`, or
    /// `http://user:password@host:port`. No proxy unless set; the variables that other programs obey
    /// (`HTTPS_PROXY`) are not read.
    ///
    /// It is asked for a tunnel (`CONNECT`), and TLS goes through that to the authority: the proxy sees
    /// the authority's host and port, and neither the key nor a question. So it needs an `https` base URL.
    pub fn proxy(mut self, url: impl AsRef<str>) -> Self {
        self.client = self.client.proxy(url);
        self
    }

    /// Calls this with every decision, allowed and denied, on the caller's thread, right before the body
    /// runs or the denial is returned. For an audit trail: see [`AuditFile`](crate::AuditFile).
    ///
    /// It decides nothing: one that panics is ignored. One that takes long makes its caller's yes age; one
    /// that takes longer than the timeout turns it into a denial, and is told of that one too, the only
    /// check with two outcomes. A hook that calls a guarded function is denied there, with
    /// [`Reason::WhileReporting`](crate::Reason::WhileReporting). May be given more than once.
    pub fn on_decision(mut self, hook: impl Fn(&Observation) + Send + Sync + 'static) -> Self {
        self.hooks.add(hook);
        self
    }

    #[cfg(feature = "local")]
    pub(crate) fn watched_by(mut self, hook: impl crate::told::Hook + 'static) -> Self {
        self.hooks.add_watcher(hook);
        self
    }

    /// Checks the configuration and starts the gatekeeper's thread. Opens no connection.
    ///
    /// # Errors
    /// [`ConfigError`] naming the method or variable to change. It never shows the key.
    pub fn build(self) -> Result<Guard, ConfigError> {
        let timeout = self.client.chosen_timeout();
        let client = self.client.build()?;
        let negotiated = client.negotiated();
        let own = OwnDevice::new(NamedBy::Builder(self.device_setting), self.device.transpose()?);
        let mut surfaces = own.surfaces_of_inventory();
        for (surface, device) in self.surfaces {
            surfaces.insert(surface, device?);
        }
        let gatekeeper = Gatekeeper::start(client)
            .map_err(|error| ConfigError::new("the gatekeeper's thread", Problem::System(error.kind())))?;
        let terms = Arc::new(Terms { gatekeeper, timeout, hooks: self.hooks });
        Ok(Guard(Arc::new(Policy { terms, own, surfaces, negotiated })))
    }
}

impl OwnDevice {
    /// The devices of all surfaces that the program names, worked out once instead of at each call.
    fn surfaces_of_inventory(&self) -> HashMap<String, DeviceId> {
        let surfaces = boundaries().into_iter().filter_map(|boundary| boundary.surface());
        surfaces.filter_map(|surface| Some((surface.to_owned(), self.device_on(surface).ok()?))).collect()
    }
}
