//! One check and how it came out.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::boundary::Boundary;
use crate::decision::{Token, Verdict};
use crate::denied::Denied;
use crate::identity::DeviceId;

/// One check and how it came out, for an audit trail: see [`GuardBuilder::on_decision`](crate::GuardBuilder::on_decision).
///
/// As JSON: `{"boundary":"before_side_effect","name":"refund","surface":"payments","device_id":"…",
/// "allowed":false,"code":"DEVICE_REVOKED","request_id":"…","reached_us":1764547200000000,"elapsed_us":812,
/// "shared":1}`.
#[derive(Clone, Debug)]
pub struct Observation {
    boundary: Boundary,
    device_id: Option<DeviceId>,
    verdict: Verdict,
    code: Option<String>,
    request_id: Option<String>,
    reached: Option<SystemTime>,
    elapsed: Duration,
    shared: usize,
}

/// When a question arose, how long it took, and for how many callers it was put.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    pub(crate) reached: SystemTime,
    pub(crate) elapsed: Duration,
    pub(crate) callers: usize,
}

impl Observation {
    pub(crate) fn allowed(
        boundary: Boundary,
        device: &DeviceId,
        code: Option<&Token>,
        request_id: Option<&Token>,
        effort: Effort,
    ) -> Self {
        Self {
            boundary,
            device_id: Some(device.clone()),
            verdict: Verdict::Allowed,
            code: code.map(ToString::to_string),
            request_id: request_id.map(ToString::to_string),
            reached: Some(effort.reached),
            elapsed: effort.elapsed,
            shared: effort.callers,
        }
    }

    pub(crate) fn denied(denied: &Denied, effort: Effort) -> Self {
        let Effort { reached, elapsed, callers } = effort;
        Self { reached: Some(reached), elapsed, shared: callers, ..Self::without_question(denied) }
    }

    pub(crate) fn without_question(denied: &Denied) -> Self {
        Self {
            boundary: denied.boundary().clone(),
            device_id: denied.device_id().cloned(),
            verdict: Verdict::Denied,
            code: Some(denied.code().to_owned()),
            request_id: denied.request_id().map(str::to_owned),
            reached: None,
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

    /// When the boundary was reached, by this machine's clock; `None` where no question was put, as for work that was
    /// stopped while it ran. A revoke that was acknowledged before that denies it.
    #[must_use]
    pub fn reached_at(&self) -> Option<SystemTime> {
        self.reached
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

    pub(super) fn elapsed_us(&self) -> u64 {
        microseconds(self.elapsed)
    }

    /// Since 1970.
    fn reached_us(&self) -> Option<u64> {
        self.reached.map(|reached| microseconds(reached.duration_since(UNIX_EPOCH).unwrap_or_default()))
    }
}

fn microseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

impl Serialize for Observation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serializer.serialize_struct("Observation", 10)?;
        json.serialize_field("boundary", &self.boundary.kind())?;
        json.serialize_field("name", self.boundary.name())?;
        json.serialize_field("surface", &self.boundary.surface())?;
        json.serialize_field("device_id", &self.device_id)?;
        json.serialize_field("allowed", &(self.verdict == Verdict::Allowed))?;
        json.serialize_field("code", &self.code)?;
        json.serialize_field("request_id", &self.request_id)?;
        json.serialize_field("reached_us", &self.reached_us())?;
        json.serialize_field("elapsed_us", &self.elapsed_us())?;
        json.serialize_field("shared", &self.shared)?;
        json.end()
    }
}
