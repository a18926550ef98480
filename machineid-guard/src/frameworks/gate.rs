//! What all tools of a server, a router or a tool set are asked for.

use std::fmt;
use std::sync::Arc;

use crate::boundary::{Boundary, BoundaryKind};
use crate::frameworks::ActsOn;
use crate::guard::{Check, Guard};
use crate::setting::{ConfigError, Problem};

type SurfaceOf = dyn Fn(&str) -> ActsOn + Send + Sync;

/// How a whole server, router or tool set is gated: each tool gets a boundary of its own name.
///
/// The boundaries are made while the program runs, so they are not in
/// [`boundaries`](crate::boundaries); what goes through the gate is gated by construction.
///
/// ```
/// use machineid_guard::frameworks::{ActsOn, Gate};
///
/// // The guard in force, and its own device for every tool:
/// let gate = Gate::new();
/// // Payments can be stopped alone, and a tool that is not in the list is denied:
/// let gate = Gate::new().surfaces(|tool| match tool {
///     "refund" | "charge" => ActsOn::Surface("payments"),
///     "search" => ActsOn::Own,
///     _ => ActsOn::Unknown,
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

    /// What each tool acts on, by its name: an [`ActsOn`], or a surface, or an `Option` of one where `None` is
    /// the guard's own device.
    ///
    /// A name that is spelt in a way that you did not think of falls to the last arm of a `match`. Where that
    /// must not be the guard's own device, let it be [`ActsOn::Unknown`].
    #[must_use]
    pub fn surfaces<A: Into<ActsOn>>(mut self, surface_of: impl Fn(&str) -> A + Send + Sync + 'static) -> Self {
        self.surfaces = Some(Arc::new(move |tool| surface_of(tool).into()));
        self
    }

    /// The question for one call of this tool.
    pub(super) fn check(&self, tool: &str) -> Check {
        let acts_on = self.surfaces.as_ref().map_or(ActsOn::Own, |surface_of| surface_of(tool));
        let surface = if let ActsOn::Surface(surface) = acts_on { Some(surface) } else { None };
        let boundary = Arc::new(Boundary::made(BoundaryKind::ToolCall, tool, surface));
        let mut check = Check::at_made(Arc::clone(&boundary));
        if acts_on == ActsOn::Unknown {
            let problem = Problem::UnknownTool { tool: boundary.name().to_owned() };
            check = check.device(Err(ConfigError::new("`Gate::surfaces`", problem)));
        }
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
