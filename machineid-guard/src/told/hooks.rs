//! The hooks of a guard, and when they are called.

use std::fmt;
use std::sync::Arc;

use crate::denied::telling;
use crate::told::{CheckSpan, Observation};

/// The hooks of one guard.
#[derive(Clone, Default)]
pub(crate) struct Hooks(Vec<Arc<Hook>>);

type Hook = dyn Fn(&Observation) + Send + Sync;

impl Hooks {
    pub(crate) fn add(&mut self, hook: impl Fn(&Observation) + Send + Sync + 'static) {
        self.0.push(Arc::new(hook));
    }

    /// Ends a check's span with its outcome, and tells the hooks. Nothing is made where nobody looks.
    pub(crate) fn observe_end(&self, span: CheckSpan, outcome: impl FnOnce() -> Observation) {
        if span.is_seen() || !self.0.is_empty() {
            let observation = outcome();
            span.close(&observation);
            self.tell(&observation);
        }
    }

    /// Tells the hooks of an outcome that has no span of its own.
    pub(crate) fn observe(&self, outcome: impl FnOnce() -> Observation) {
        self.observe_end(CheckSpan::none(), outcome);
    }

    fn tell(&self, observation: &Observation) {
        for hook in &self.0 {
            telling::tell(|| hook(observation));
        }
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} hooks", self.0.len())
    }
}
