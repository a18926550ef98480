//! What the calls answer, typed. Each keeps the whole JSON: the service adds fields at any time, and
//! apart from `status` and `error` none of these fields is promised.

use serde_json::{Map, Value};

use crate::decision::Token;
use crate::identity::DeviceId;

type Object = Map<String, Value>;

/// The answer to `register`.
#[derive(Clone, Debug, PartialEq)]
pub struct Registration {
    status: RegistrationStatus,
    json: Object,
}

/// Whether a device is registered now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegistrationStatus {
    /// `"status":"ok"`: it is new.
    Created,
    /// `"status":"exists"`: it was there already.
    Exists,
    /// Anything else. Known errors: `device_limit_reached` (the plan's cap).
    Refused(Option<Token>),
}

impl Registration {
    /// Only HTTP 200 with `ok` or `exists` counts; `restored`, `limit_reached` and anything new do not.
    pub(super) fn new(status: u16, json: Object) -> Self {
        let known = match (status, text(&json, "status")) {
            (200, Some("ok")) if !has_error(&json) => RegistrationStatus::Created,
            (200, Some("exists")) if !has_error(&json) => RegistrationStatus::Exists,
            (_, other) => {
                let said = text(&json, "error").or(other);
                RegistrationStatus::Refused(said.and_then(Token::new))
            }
        };
        Self { status: known, json }
    }

    /// Whether the device is registered now.
    #[must_use]
    pub fn status(&self) -> &RegistrationStatus {
        &self.status
    }

    /// The plan's device cap, where the answer says so.
    #[must_use]
    pub fn limit(&self) -> Option<u64> {
        number(&self.json, "limit")
    }

    /// How many devices are registered, where the answer says so.
    #[must_use]
    pub fn devices_used(&self) -> Option<u64> {
        number(&self.json, "devicesUsed")
    }

    /// The plan (`free`, `pro`, `scale`, `max`), where the answer says so.
    #[must_use]
    pub fn plan_tier(&self) -> Option<&str> {
        text(&self.json, "planTier")
    }

    /// The whole answer.
    #[must_use]
    pub fn json(&self) -> &Map<String, Value> {
        &self.json
    }
}

/// The answer to `list`.
#[derive(Clone, Debug, PartialEq)]
pub struct DeviceList {
    devices: Vec<Device>,
    json: Object,
}

/// One device of the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    id: DeviceId,
    state: DeviceState,
}

/// Whether a device is revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeviceState {
    /// Not revoked.
    Active,
    /// Revoked until an operator restores it.
    Revoked,
    /// The list does not say, or not in words that are known.
    Unknown,
}

impl DeviceList {
    pub(super) fn new(json: Object) -> Self {
        let entries = json.get("devices").and_then(Value::as_array);
        let devices = entries.into_iter().flatten().filter_map(Device::read).collect();
        Self { devices, json }
    }

    /// The devices whose entries could be read. The shape of the list is not public, so compare with
    /// [`json`](Self::json) before relying on it being complete.
    #[must_use]
    pub fn devices(&self) -> &[Device] {
        &self.devices
    }

    /// The whole answer.
    #[must_use]
    pub fn json(&self) -> &Map<String, Value> {
        &self.json
    }
}

impl Device {
    fn read(entry: &Value) -> Option<Self> {
        let entry = entry.as_object()?;
        let state = match (entry.get("revoked"), text(entry, "status")) {
            (Some(Value::Bool(true)), _) | (None, Some("revoked")) => DeviceState::Revoked,
            (Some(Value::Bool(false)), _) | (None, Some("active")) => DeviceState::Active,
            _ => DeviceState::Unknown,
        };
        Some(Self { id: DeviceId::new(text(entry, "deviceId")?).ok()?, state })
    }

    /// The device's id.
    #[must_use]
    pub fn id(&self) -> &DeviceId {
        &self.id
    }

    /// Whether it is revoked.
    #[must_use]
    pub fn state(&self) -> DeviceState {
        self.state
    }
}

/// The answer to `usage`.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    json: Object,
}

impl Usage {
    pub(super) fn new(json: Object) -> Self {
        Self { json }
    }

    /// The plan (`free`, `pro`, `scale`, `max`), where the answer says so.
    #[must_use]
    pub fn plan_tier(&self) -> Option<&str> {
        text(&self.json, "planTier")
    }

    /// The plan's device cap, where the answer says so.
    #[must_use]
    pub fn limit(&self) -> Option<u64> {
        number(&self.json, "limit")
    }

    /// How many devices are registered, where the answer says so.
    #[must_use]
    pub fn devices_used(&self) -> Option<u64> {
        number(&self.json, "devicesUsed")
    }

    /// The whole answer.
    #[must_use]
    pub fn json(&self) -> &Map<String, Value> {
        &self.json
    }
}

/// The answer to `revoke`, `unrevoke` and `remove`: it was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Acknowledged {
    json: Object,
}

impl Acknowledged {
    pub(super) fn new(json: Object) -> Self {
        Self { json }
    }

    /// The whole answer.
    #[must_use]
    pub fn json(&self) -> &Map<String, Value> {
        &self.json
    }
}

/// Whether the answer names an error. A field that is there and says nothing names none.
pub(super) fn has_error(object: &Object) -> bool {
    object.get("error").is_some_and(|error| !error.is_null())
}

pub(super) fn text<'a>(object: &'a Object, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Value::as_str)
}

fn number(object: &Object, key: &str) -> Option<u64> {
    object.get(key).and_then(Value::as_u64)
}
