//! What all tools of a router or a tool set are asked for.

use std::fmt;
use std::sync::Arc;

use crate::boundary::{Boundary, BoundaryKind};
use crate::guard::{Check, Guard};

type SurfaceOf = dyn Fn(&str) -> Option<&'static str> + Send + Sync;

/// How a whole router or tool set is gated: each tool gets a boundary of its own name.
///
/// The boundaries are made while the program runs, so they are not in
/// [`boundaries`](crate::boundaries); what goes through the gate is gated by construction.
///
/// ```
/// use machineid_guard::frameworks::Gate;
///
/// // The guard in force, and its own device for every tool:
/// let gate = Gate::new();
/// // Payments can be stopped alone:
/// let gate = Gate::new().surfaces(|tool| match tool {
///     "refund" | "charge" => Some("payments"),
///     _ => None,
/// });
/// ```
#[derive(Clone, Default)]
pub struct Gate {
    guard: Option<Guard>,
    surfaces: Option<Arc<SurfaceOf>>,
}

impl Gate {
    /// A gate that asks the guard in force, for the guard's own device.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The guard that asks, in place of the one in force when a tool is called.
    #[must_use]
    pub fn guard(mut self, guard: &Guard) -> Self {
        self.guard = Some(guard.clone());
        self
    }

    /// The surface that each tool acts on, by its name; `None` is the guard's own device.
    #[must_use]
    pub fn surfaces(mut self, surface_of: impl Fn(&str) -> Option<&'static str> + Send + Sync + 'static) -> Self {
        self.surfaces = Some(Arc::new(surface_of));
        self
    }

    /// The question for one call of this tool.
    pub(super) fn check(&self, tool: &str) -> Check {
        let surface = self.surfaces.as_ref().and_then(|surface_of| surface_of(tool));
        let check = Check::at_made(Arc::new(Boundary::made(BoundaryKind::ToolCall, tool, surface)));
        match &self.guard {
            Some(guard) => check.guard(guard),
            None => check,
        }
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("guard", &self.guard).finish_non_exhaustive()
    }
}
