//! The answers on the wire. The module's documentation says which shapes MachineID confirms.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::organisation::{Registration, Usage, Verdict};
use super::refusal::Refusal;
use super::{ConsoleError, Device, Endpoint};

/// The code of the org-wide switch.
pub(super) const ORG_DISABLED: &str = "ORG_DISABLED";

/// One answer: its HTTP status, its gist in one word, and the JSON object of its body.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) body: Value,
}

impl Answer {
    /// A denial is an answer like any other: HTTP 200.
    pub(super) fn verdict(verdict: Verdict) -> Self {
        let code = match verdict {
            Verdict::Allow => "ALLOW",
            Verdict::OrgDisabled => ORG_DISABLED,
            Verdict::PlanFrozen => "PLAN_FROZEN",
            Verdict::PlanNotActive => "PLAN_NOT_ACTIVE",
            Verdict::DeviceNotRegistered => "DEVICE_NOT_REGISTERED",
            Verdict::DeviceRevoked => "DEVICE_REVOKED",
        };
        Self { status: StatusCode::OK, code, body: json!({ "allowed": verdict == Verdict::Allow, "code": code }) }
    }

    pub(super) fn registration(outcome: Registration, device_id: &str, usage: Usage) -> Self {
        let answer = match outcome {
            Registration::Created => Self::success("ok"),
            Registration::Exists => Self::success("exists"),
            Registration::DeviceRevoked => Self::blocked("device_revoked"),
            Registration::LimitReached => Self::blocked("device_limit_reached"),
        };
        answer.about(device_id).with(usage_fields(usage))
    }

    /// The answer to revoke, unrevoke and remove.
    pub(super) fn order(outcome: &Result<(), ConsoleError>, device_id: &str, usage: Usage) -> Self {
        let answer = match outcome {
            Ok(()) => Self::success("ok"),
            Err(ConsoleError::DeviceLimitReached { .. }) => Self::blocked("device_limit_reached"),
            Err(ConsoleError::UnknownDevice { .. }) => Self {
                status: StatusCode::NOT_FOUND,
                code: "device_not_found",
                body: json!({ "status": "error", "error": "device_not_found" }),
            },
        };
        answer.about(device_id).with(usage_fields(usage))
    }

    pub(super) fn device_list(devices: &[Device], usage: Usage) -> Self {
        let devices: Vec<Value> = devices
            .iter()
            .map(|device| json!({ "deviceId": device.id(), "status": device.state().wire_name() }))
            .collect();
        Self::success("ok").with(usage_fields(usage)).with(json!({ "devices": devices }))
    }

    pub(super) fn usage(usage: Usage) -> Self {
        Self::success("ok").with(usage_fields(usage))
    }

    /// Also says `allowed: false` where a decision was asked for, because the official SDK hands
    /// the body to its caller without a look at the HTTP status.
    pub(super) fn refusal(refusal: Refusal, endpoint: Endpoint) -> Self {
        let (status, code, error, message) = match refusal {
            Refusal::ForeignHost => (
                StatusCode::MISDIRECTED_REQUEST,
                "FOREIGN_HOST",
                "foreign_host",
                "the Host header names another server: only 127.0.0.1 and localhost, with this server's port, are answered",
            ),
            Refusal::ForeignOrigin => (
                StatusCode::FORBIDDEN,
                "FOREIGN_ORIGIN",
                "foreign_origin",
                "the Origin header names another server: its pages are not answered",
            ),
            Refusal::UnknownPath => (StatusCode::NOT_FOUND, "NOT_FOUND", "not_found", "no such endpoint"),
            Refusal::WrongMethod => (
                StatusCode::METHOD_NOT_ALLOWED,
                "METHOD_NOT_ALLOWED",
                "method_not_allowed",
                "the endpoint does not answer to this method",
            ),
            Refusal::OrgKey => (
                StatusCode::UNAUTHORIZED,
                "INVALID_ORG_KEY",
                "invalid_org_key",
                "the x-org-key header does not hold this organisation's key",
            ),
            Refusal::BodyTooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE", "body_too_large", "the body is larger than 64 KiB")
            }
            Refusal::Invalid(message) => (StatusCode::BAD_REQUEST, "INVALID_REQUEST", "invalid_request", message),
        };
        let body = json!({ "status": "error", "error": error, "code": code, "message": message });
        let answer = Self { status, code, body };
        match endpoint {
            Endpoint::Validate => answer.with(json!({ "allowed": false })),
            _ => answer,
        }
    }

    fn success(status: &'static str) -> Self {
        Self { status: StatusCode::OK, code: status, body: json!({ "status": status }) }
    }

    fn blocked(error: &'static str) -> Self {
        Self { status: StatusCode::FORBIDDEN, code: error, body: json!({ "status": "blocked", "error": error }) }
    }

    fn about(self, device_id: &str) -> Self {
        self.with(json!({ "deviceId": device_id }))
    }

    /// Adds the fields of one JSON object to the body.
    pub(super) fn with(mut self, fields: Value) -> Self {
        if let (Value::Object(body), Value::Object(fields)) = (&mut self.body, fields) {
            body.extend(fields);
        }
        self
    }
}

fn usage_fields(usage: Usage) -> Value {
    let limit = usage.plan.limit();
    json!({
        "planTier": usage.plan.tier(),
        "planState": usage.plan_state.wire_name(),
        "accessUntil": null,
        "limit": limit,
        "devicesUsed": usage.devices_used,
        "devicesRevoked": usage.devices_revoked,
        "remaining": limit.saturating_sub(usage.devices_used),
        "overLimit": usage.devices_used > limit,
        "softGraceWindow": false,
    })
}
