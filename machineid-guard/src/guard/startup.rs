//! The first boundary of a process: every surface that it can act on, before it takes any work.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::boundary::{Boundary, BoundaryKind, boundaries};
use crate::client::Wire;
use crate::denied::{Denied, telling};
use crate::guard::{Check, Guard};
use crate::identity::{DeviceId, Unnamed, any_surface};
use crate::permit::Permit;

/// What [`Guard::startup`] registered and validated. All of it was allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StartupReport {
    checks: Vec<StartupCheck>,
    wire: Option<Wire>,
}

/// One device that was registered and validated at startup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StartupCheck {
    surface: Option<String>,
    device_id: DeviceId,
    request_id: Option<String>,
}

impl StartupReport {
    /// One entry per surface; the guard's own device first.
    #[must_use]
    pub fn checks(&self) -> &[StartupCheck] {
        &self.checks
    }

    /// How questions travel, which decides what a boundary costs; `None` where nothing was asked.
    #[must_use]
    pub fn wire(&self) -> Option<Wire> {
        self.wire
    }
}

impl StartupCheck {
    fn allowed(surface: Option<String>, permit: &Permit<Unnamed>) -> Self {
        let request_id = permit.request_id().map(str::to_owned);
        Self { surface, device_id: permit.device_id().clone(), request_id }
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

    /// The authority's correlation id of the yes.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

/// One line per device, `payments  openai-agent:prod:payments:01  allowed`, and one that says how questions
/// travel.
impl fmt::Display for StartupReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for check in &self.checks {
            let surface = check.surface().unwrap_or("(own)");
            writeln!(f, "{surface:<16} {device}  allowed", device = check.device_id())?;
        }
        if let Some(wire) = self.wire {
            writeln!(f, "{wire}")?;
        }
        Ok(())
    }
}

impl Guard {
    /// Registers and validates the guard's own device and one device for each surface that a boundary
    /// in this program names, and finds out what the authority speaks, which is logged once at `info`. Call it
    /// before the process takes work.
    ///
    /// Boundaries with `device = …` are not part of it: their devices are known at their calls only.
    ///
    /// # Errors
    /// The first [`Denied`], of kind [`Startup`](crate::BoundaryKind::Startup). Do not take work then.
    ///
    /// One is found before anything is asked: a surface that [`surface`](crate::GuardBuilder::surface) maps
    /// and that no boundary of this program names. It is mistyped, or only a gate or a wrapped closure names
    /// it; then [`surface!`](crate::surface) declares it. A program without boundaries is not looked at.
    pub async fn startup(&self) -> Result<StartupReport, Denied> {
        self.refuse_unknown_surface()?;
        let mut checks = Vec::new();
        for surface in self.surfaces_to_check() {
            let permit = self.startup_check(surface.as_deref()).ask_for(any_surface()).await?;
            checks.push(StartupCheck::allowed(surface, &permit));
        }
        Ok(self.startup_report(checks))
    }

    /// [`startup`](Self::startup) for programs without an executor. Blocks this thread.
    ///
    /// # Errors
    /// As [`startup`](Self::startup).
    pub fn startup_blocking(&self) -> Result<StartupReport, Denied> {
        self.refuse_unknown_surface()?;
        let mut checks = Vec::new();
        for surface in self.surfaces_to_check() {
            let permit = self.startup_check(surface.as_deref()).wait_for(any_surface())?;
            checks.push(StartupCheck::allowed(surface, &permit));
        }
        Ok(self.startup_report(checks))
    }

    fn startup_check(&self, surface: Option<&str>) -> Check {
        Check::at_made(Arc::new(Boundary::made(BoundaryKind::Startup, "startup", surface))).guard(self)
    }

    /// Tells of the wire here and not in the client: that is on the gatekeeper's thread, where no subscriber
    /// may run.
    fn startup_report(&self, checks: Vec<StartupCheck>) -> StartupReport {
        if let Some(wire) = self.0.negotiated.news() {
            telling::tell(|| tracing::info!(target: "machineid_guard", %wire, "the authority is asked over {wire}"));
        }
        StartupReport { checks, wire: self.0.negotiated.wire() }
    }

    /// The guard's own device unless it has none and surfaces stand for it, then the surfaces by name.
    fn surfaces_to_check(&self) -> Vec<Option<String>> {
        let mapped = self.0.surfaces.keys().cloned();
        let named = boundaries().into_iter().filter_map(|boundary| Some(boundary.surface()?.to_owned()));
        let surfaces: BTreeSet<String> = mapped.chain(named).collect();
        let own = self.device_id().is_some() || surfaces.is_empty();
        own.then_some(None).into_iter().chain(surfaces.into_iter().map(Some)).collect()
    }
}
