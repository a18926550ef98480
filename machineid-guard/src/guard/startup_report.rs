//! What the first boundary of a process found out.

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::client::Wire;
use crate::denied::Denied;
use crate::identity::{DeviceId, Unnamed};
use crate::permit::Permit;

/// What [`Guard::startup`](crate::Guard::startup) registered and validated. The guard's own device was allowed; a surface may be denied.
#[derive(Clone, Debug, Serialize)]
pub struct StartupReport {
    pub(super) checks: Vec<StartupCheck>,
    pub(super) wire: Option<Wire>,
}

/// One device that was registered and validated at startup.
#[derive(Clone, Debug)]
pub struct StartupCheck {
    surface: Option<String>,
    device_id: DeviceId,
    request_id: Option<String>,
    denied: Option<Denied>,
}

impl StartupReport {
    /// One entry per surface; the guard's own device first.
    #[must_use]
    pub fn checks(&self) -> &[StartupCheck] {
        &self.checks
    }

    /// The denials of surfaces that an operator has stopped, or that could not be asked for.
    pub fn denied(&self) -> impl Iterator<Item = &Denied> {
        self.checks.iter().filter_map(StartupCheck::denied)
    }

    /// Demands every surface, for a program that shall not run with a part of it stopped.
    ///
    /// # Errors
    /// The first surface's [`Denied`].
    pub fn require_all(self) -> Result<Self, Denied> {
        let first = self.denied().next().cloned();
        first.map_or(Ok(self), Err)
    }

    /// How questions travel, which decides what a boundary costs; `None` where nothing was asked.
    #[must_use]
    pub fn wire(&self) -> Option<Wire> {
        self.wire
    }
}

impl StartupCheck {
    pub(super) fn allowed(surface: Option<String>, permit: &Permit<Unnamed>) -> Self {
        let request_id = permit.request_id().map(str::to_owned);
        Self { surface, device_id: permit.device_id().clone(), request_id, denied: None }
    }

    pub(super) fn refused(surface: Option<String>, device_id: DeviceId, denied: Denied) -> Self {
        let request_id = denied.request_id().map(str::to_owned);
        Self { surface, device_id, request_id, denied: Some(denied) }
    }

    /// The surface; `None` for the guard's own device.
    #[must_use]
    pub fn surface(&self) -> Option<&str> {
        self.surface.as_deref()
    }

    /// The device that stands for it.
    #[must_use]
    pub fn device_id(&self) -> &DeviceId {
        &self.device_id
    }

    /// The authority's correlation id, where it answered with one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Why the surface is denied; `None` where it is allowed.
    #[must_use]
    pub fn denied(&self) -> Option<&Denied> {
        self.denied.as_ref()
    }
}

/// `{"surface":"payments","device_id":"…","allowed":false,"code":"DEVICE_REVOKED","request_id":"…"}`; `code` is `null`
/// where it is allowed.
impl Serialize for StartupCheck {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serializer.serialize_struct("StartupCheck", 5)?;
        json.serialize_field("surface", &self.surface)?;
        json.serialize_field("device_id", &self.device_id)?;
        json.serialize_field("allowed", &self.denied.is_none())?;
        json.serialize_field("code", &self.denied().map(Denied::code))?;
        json.serialize_field("request_id", &self.request_id)?;
        json.end()
    }
}

/// One line per device, `payments  openai-agent:prod:payments:01  allowed` or `… DENIED: DEVICE_REVOKED`, and one that
/// says how questions travel.
impl fmt::Display for StartupReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for check in &self.checks {
            let (surface, device) = (check.surface().unwrap_or("(own)"), check.device_id());
            match check.denied() {
                None => writeln!(f, "{surface:<16} {device}  allowed")?,
                Some(denied) => writeln!(f, "{surface:<16} {device}  DENIED: {}", denied.code())?,
            }
        }
        if let Some(wire) = self.wire {
            writeln!(f, "{wire}")?;
        }
        Ok(())
    }
}
