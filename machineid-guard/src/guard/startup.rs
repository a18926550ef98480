//! The first boundary of a process: every surface that it can act on, before it takes any work.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::boundary::{Boundary, BoundaryKind, known_surfaces};
use crate::denied::{Denied, telling};
use crate::guard::startup_report::{StartupCheck, StartupReport};
use crate::guard::{Check, Guard};
use crate::identity::{Unnamed, any_surface};
use crate::permit::Permit;

impl Guard {
    /// Registers and validates the guard's own device and one device for each surface that a boundary
    /// in this program names or that [`surface!`](crate::surface) declares, and finds out what the authority speaks, which is logged once at `info`. Call it
    /// before the process takes work.
    ///
    /// The guard's own device is demanded. A surface that is denied is logged and stands in the report, and its
    /// boundaries deny: with `files` revoked, what needs no files goes on. Where nothing may go on then,
    /// [`require_all`](StartupReport::require_all). Boundaries with `device = …` are not part of it: their devices
    /// are known at their calls only.
    ///
    /// # Errors
    /// A [`Denied`] of kind [`Startup`](crate::BoundaryKind::Startup), after which no work is to be taken: that of the
    /// own device; that of a surface that no device stands for; where the guard has no own device, the first surface's
    /// if none is allowed.
    ///
    /// One is found before anything is asked: a surface that [`surface`](crate::GuardBuilder::surface) maps
    /// and that no boundary of this program names. It is mistyped, or only a gate or a wrapped closure names
    /// it; then [`surface!`](crate::surface) declares it. A program without boundaries is not looked at.
    pub async fn startup(&self) -> Result<StartupReport, Denied> {
        self.refuse_unknown_surface()?;
        let mut checks = Vec::new();
        for surface in self.surfaces_to_check() {
            let outcome = self.startup_check(surface.as_deref()).ask_for(any_surface()).await;
            checks.push(judge(surface, outcome)?);
        }
        self.startup_report(checks)
    }

    /// [`startup`](Self::startup) for programs without an executor. Blocks this thread.
    ///
    /// # Errors
    /// As [`startup`](Self::startup).
    pub fn startup_blocking(&self) -> Result<StartupReport, Denied> {
        self.refuse_unknown_surface()?;
        let mut checks = Vec::new();
        for surface in self.surfaces_to_check() {
            let outcome = self.startup_check(surface.as_deref()).wait_for(any_surface());
            checks.push(judge(surface, outcome)?);
        }
        self.startup_report(checks)
    }

    fn startup_check(&self, surface: Option<&str>) -> Check {
        Check::at_made(Arc::new(Boundary::made(BoundaryKind::Startup, "startup", surface))).guard(self)
    }

    /// Tells of the wire here and not in the client: that is on the gatekeeper's thread, where no subscriber
    /// may run.
    fn startup_report(&self, checks: Vec<StartupCheck>) -> Result<StartupReport, Denied> {
        if let Some(wire) = self.0.negotiated.news() {
            telling::tell(|| tracing::info!(target: "machineid_guard", %wire, "the authority is asked over {wire}"));
        }
        match checks.first().and_then(StartupCheck::denied) {
            Some(first) if checks.iter().all(|check| check.denied().is_some()) => Err(first.clone()),
            _ => Ok(StartupReport { checks, wire: self.0.negotiated.wire() }),
        }
    }

    /// The guard's own device unless it has none and surfaces stand for it, then the surfaces by name.
    fn surfaces_to_check(&self) -> Vec<Option<String>> {
        let mapped = self.0.surfaces.keys().cloned();
        let named = known_surfaces().into_iter().map(str::to_owned);
        let surfaces: BTreeSet<String> = mapped.chain(named).collect();
        let own = self.device_id().is_some() || surfaces.is_empty();
        own.then_some(None).into_iter().chain(surfaces.into_iter().map(Some)).collect()
    }
}

/// A surface may be stopped. The own device, and a surface that no device stands for, end the start.
fn judge(surface: Option<String>, outcome: Result<Permit<Unnamed>, Denied>) -> Result<StartupCheck, Denied> {
    match outcome {
        Ok(permit) => Ok(StartupCheck::allowed(surface, &permit)),
        Err(denied) => match denied.device_id().cloned() {
            Some(device) if surface.is_some() => Ok(StartupCheck::refused(surface, device, denied)),
            _ => Err(denied),
        },
    }
}
