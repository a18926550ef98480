//! The span of one check, from the boundary to the outcome. The field names are stable.

use tracing::field::Empty;

use crate::boundary::Place;
use crate::decision::Verdict;
use crate::denied::telling;
use crate::identity::DeviceId;
use crate::told::Observation;

/// An open span, where somebody looks.
#[derive(Debug)]
pub(crate) struct CheckSpan(Option<tracing::Span>);

impl CheckSpan {
    pub(crate) fn open(place: &Place, device: &DeviceId) -> Self {
        let open = || {
            tracing::info_span!(
                target: "machineid_guard",
                "machineid_check",
                boundary = place.kind().as_str(),
                name = place.name(),
                surface = place.surface(),
                device = device.as_str(),
                allowed = Empty,
                code = Empty,
                request_id = Empty,
                elapsed_us = Empty,
                shared = Empty,
            )
        };
        Self(telling::tell(open).filter(|span| !span.is_disabled()))
    }

    pub(super) fn none() -> Self {
        Self(None)
    }

    /// The span, to be ended now.
    pub(crate) fn take(&mut self) -> Self {
        Self(self.0.take())
    }

    pub(super) fn is_seen(&self) -> bool {
        self.0.is_some()
    }

    /// Records the outcome and ends the span.
    pub(super) fn close(mut self, observation: &Observation) {
        let Some(span) = self.0.take() else { return };
        telling::tell(move || {
            span.record("allowed", observation.verdict() == Verdict::Allowed);
            span.record("code", observation.code());
            span.record("request_id", observation.request_id());
            span.record("elapsed_us", observation.elapsed_us());
            span.record("shared", observation.shared());
        });
    }
}

/// A caller that went away has no outcome; its span ends all the same, and that is code of the program.
impl Drop for CheckSpan {
    fn drop(&mut self) {
        if let Some(span) = self.0.take() {
            telling::tell(move || drop(span));
        }
    }
}
