//! Guards for other devices, on the gatekeeper of one that is there.

use std::collections::HashMap;
use std::sync::Arc;

use crate::guard::own_device::{NamedBy, OwnDevice};
use crate::guard::{Guard, Policy};
use crate::identity::DeviceId;
use crate::setting::ConfigError;

impl Guard {
    /// A guard for another device, such as that of a tenant or of a workflow, which can then be stopped alone.
    ///
    /// It shares the gatekeeper's thread, the connections, the timeout and the hooks of this guard, and costs a
    /// few small allocations: make one for each request, and run the request in its [`scope`](Self::scope). The
    /// device is registered at its first boundary, once per process, and counts in the plan.
    ///
    /// Surfaces follow the device that is given here, and [`surface`](crate::GuardBuilder::surface) of the other
    /// guard is not taken over: `surface = "payments"` on `openai-agent:prod:assistant:tenant-42` asks for
    /// `openai-agent:prod:payments:tenant-42`. So let the last part name the tenant: a surface takes the place
    /// of the third, and tenants that differ only there share the devices of their surfaces.
    ///
    /// ```
    /// use machineid_guard::local::LocalAuthority;
    /// use machineid_guard::{Denied, guarded_tool};
    ///
    /// #[guarded_tool]
    /// fn search(query: &str) -> Result<String, Denied> {
    ///     Ok(format!("results for {query}"))
    /// }
    ///
    /// let authority = LocalAuthority::start()?;
    /// let guard = authority.guard().device_id("openai-agent:dev:assistant:01").build()?;
    /// let [one, other] = ["tenant-1", "tenant-2"].map(|tenant| format!("openai-agent:dev:assistant:{tenant}"));
    ///
    /// assert!(guard.for_device(&one)?.enter(|| search("tea")).is_ok());
    /// authority.revoke(&one)?;
    /// assert_eq!(guard.for_device(&one)?.enter(|| search("tea")).unwrap_err().code(), "DEVICE_REVOKED");
    /// assert!(guard.for_device(&other)?.enter(|| search("tea")).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ConfigError`] where that is no device id.
    pub fn for_device(&self, id: impl AsRef<str>) -> Result<Self, ConfigError> {
        let device = DeviceId::from_setting(NamedBy::ForDevice.setting(), id.as_ref())?;
        Ok(Self(Arc::new(Policy {
            terms: Arc::clone(self.terms()),
            own: OwnDevice::new(NamedBy::ForDevice, Some(device)),
            // Worked out where a boundary asks for one: a request reaches few.
            surfaces: HashMap::new(),
            negotiated: self.0.negotiated.clone(),
        })))
    }
}
