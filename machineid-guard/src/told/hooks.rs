//! The hooks of a guard, and when they are called.

use std::fmt;
use std::sync::Arc;

use crate::denied::telling;
use crate::told::{CheckSpan, Observation};

/// The hooks of one guard.
#[derive(Clone, Default)]
pub(crate) struct Hooks(Vec<Arc<dyn Hook>>);

/// Somebody who is told of decisions.
pub(crate) trait Hook: Send + Sync {
    /// Whether it looks now. An observation that nobody looks at is not made.
    fn looks(&self) -> bool;

    fn tell(&self, observation: &Observation);
}

/// A hook that always looks.
struct Always<F>(F);

impl<F: Fn(&Observation) + Send + Sync> Hook for Always<F> {
    fn looks(&self) -> bool {
        true
    }

    fn tell(&self, observation: &Observation) {
        (self.0)(observation);
    }
}

impl Hooks {
    pub(crate) fn add(&mut self, hook: impl Fn(&Observation) + Send + Sync + 'static) {
        self.0.push(Arc::new(Always(hook)));
    }

    /// One that looks at times.
    #[cfg(feature = "local")]
    pub(crate) fn add_watcher(&mut self, hook: impl Hook + 'static) {
        self.0.push(Arc::new(hook));
    }

    /// Ends a check's span with its outcome, and tells the hooks. Nothing is made where nobody looks.
    pub(crate) fn observe_end(&self, span: CheckSpan, outcome: impl FnOnce() -> Observation) {
        if span.is_seen() || self.0.iter().any(|hook| hook.looks()) {
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
        for hook in self.0.iter().filter(|hook| hook.looks()) {
            telling::tell(|| hook.tell(observation));
        }
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} hooks", self.0.len())
    }
}
