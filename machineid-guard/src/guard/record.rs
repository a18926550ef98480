//! What others get to see of each check: a tracing span, and the hooks of `on_decision`.
//!
//! None of it decides anything. A subscriber or a hook that panics changes nothing.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Serialize, Serializer, ser::SerializeStruct};
use tracing::field::Empty;

use crate::boundary::Boundary;
use crate::decision::Verdict;
use crate::denied::Denied;
use crate::gatekeeper::Yes;
use crate::guard::Guard;
use crate::guard::check::Asked;
use crate::identity::DeviceId;

/// One check and how it came out, for an audit trail: see [`GuardBuilder::on_decision`](crate::GuardBuilder::on_decision).
///
/// As JSON: `{"boundary":"before_side_effect","name":"refund","surface":"payments","device_id":"…",
/// "allowed":false,"code":"DEVICE_REVOKED","request_id":"…","elapsed_us":812,"shared":1}`.
#[derive(Clone, Debug)]
pub struct Observation {
    boundary: Boundary,
    device_id: Option<DeviceId>,
    verdict: Verdict,
    code: Option<String>,
    request_id: Option<String>,
    elapsed: Duration,
    shared: usize,
}

impl Observation {
    pub(super) fn allowed(asked: &Asked, reached: Instant, yes: &Yes) -> Self {
        Self {
            boundary: asked.boundary(),
            device_id: Some(asked.device.clone()),
            verdict: Verdict::Allowed,
            code: yes.code.as_ref().map(ToString::to_string),
            request_id: yes.request_id.as_ref().map(ToString::to_string),
            elapsed: reached.elapsed(),
            shared: yes.callers,
        }
    }

    pub(super) fn denied(denied: &Denied, reached: Instant, callers: usize) -> Self {
        Self { elapsed: reached.elapsed(), shared: callers, ..Self::without_question(denied) }
    }

    pub(super) fn without_question(denied: &Denied) -> Self {
        Self {
            boundary: denied.boundary().clone(),
            device_id: denied.device_id().cloned(),
            verdict: Verdict::Denied,
            code: Some(denied.code().to_owned()),
            request_id: denied.request_id().map(str::to_owned),
            elapsed: Duration::ZERO,
            shared: 1,
        }
    }

    /// The place that asked, with the name that it had for this call.
    #[must_use]
    pub fn boundary(&self) -> &Boundary {
        &self.boundary
    }

    /// The device that was asked for; `None` where none could be worked out.
    #[must_use]
    pub fn device_id(&self) -> Option<&DeviceId> {
        self.device_id.as_ref()
    }

    /// How it came out.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The authority's code, or the stable name of a reason found here.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The authority's correlation id.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// From reaching the boundary to knowing the outcome.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// How many callers shared this answer; 1 where it was asked for this one alone.
    #[must_use]
    pub fn shared(&self) -> usize {
        self.shared
    }

    fn elapsed_us(&self) -> u64 {
        u64::try_from(self.elapsed.as_micros()).unwrap_or(u64::MAX)
    }
}

impl Serialize for Observation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serializer.serialize_struct("Observation", 9)?;
        json.serialize_field("boundary", &self.boundary.kind())?;
        json.serialize_field("name", self.boundary.name())?;
        json.serialize_field("surface", &self.boundary.surface())?;
        json.serialize_field("device_id", &self.device_id)?;
        json.serialize_field("allowed", &(self.verdict == Verdict::Allowed))?;
        json.serialize_field("code", &self.code)?;
        json.serialize_field("request_id", &self.request_id)?;
        json.serialize_field("elapsed_us", &self.elapsed_us())?;
        json.serialize_field("shared", &self.shared)?;
        json.end()
    }
}

/// The hooks of one guard.
#[derive(Clone, Default)]
pub(super) struct Hooks(Vec<Arc<Hook>>);

type Hook = dyn Fn(&Observation) + Send + Sync;

impl Hooks {
    pub(super) fn add(&mut self, hook: impl Fn(&Observation) + Send + Sync + 'static) {
        self.0.push(Arc::new(hook));
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} hooks", self.0.len())
    }
}

impl Guard {
    /// Ends a check's span with its outcome, and tells the hooks. Nothing is made where nobody looks.
    pub(super) fn observe_end(&self, span: CheckSpan, outcome: impl FnOnce() -> Observation) {
        if span.is_seen() || !self.0.hooks.0.is_empty() {
            let observation = outcome();
            span.close(&observation);
            self.tell(&observation);
        }
    }

    /// Tells the hooks of an outcome that has no span of its own.
    pub(super) fn observe(&self, outcome: impl FnOnce() -> Observation) {
        self.observe_end(CheckSpan(None), outcome);
    }

    fn tell(&self, observation: &Observation) {
        for hook in &self.0.hooks.0 {
            quietly(|| hook(observation));
        }
    }
}

/// The span of one check, from the boundary to the outcome. The field names are stable.
#[derive(Debug)]
pub(super) struct CheckSpan(Option<tracing::Span>);

impl CheckSpan {
    pub(super) fn open(asked: &Asked) -> Self {
        let open = || {
            tracing::info_span!(
                target: "machineid_guard",
                "machineid_check",
                boundary = asked.kind().as_str(),
                name = asked.name(),
                surface = asked.surface(),
                device = asked.device.as_str(),
                allowed = Empty,
                code = Empty,
                request_id = Empty,
                elapsed_us = Empty,
                shared = Empty,
            )
        };
        Self(quietly(open).filter(|span| !span.is_disabled()))
    }

    fn is_seen(&self) -> bool {
        self.0.is_some()
    }

    /// Records the outcome and ends the span.
    fn close(self, observation: &Observation) {
        let Some(span) = self.0 else { return };
        quietly(move || {
            span.record("allowed", observation.verdict == Verdict::Allowed);
            span.record("code", observation.code());
            span.record("request_id", observation.request_id());
            span.record("elapsed_us", observation.elapsed_us());
            span.record("shared", observation.shared);
        });
    }
}

/// Runs somebody else's code, whose panic is nobody's business here. The panic hook has reported it.
fn quietly<T>(foreign: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(AssertUnwindSafe(foreign)).ok()
}
