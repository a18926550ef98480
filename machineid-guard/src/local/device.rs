//! A registered device, and what counts as the id of one.

use std::sync::Arc;

use serde_json::Value;

use crate::visible;

/// The longest device id that is accepted, in bytes after trimming. MachineID documents no limit;
/// this one keeps a faulty caller from filling the memory of a test.
pub(super) const MAX_DEVICE_ID_BYTES: usize = 256;

/// Whether a registered device may work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeviceState {
    /// Counts against the plan's cap, and validates.
    Active,
    /// Holds no slot of the plan, and is denied with `DEVICE_REVOKED`.
    Revoked,
}

impl DeviceState {
    pub(super) const fn wire_name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Revoked => "revoked",
        }
    }
}

/// One registered device, as [`LocalAuthority::devices`](super::LocalAuthority::devices) saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub(super) id: Arc<str>,
    pub(super) state: DeviceState,
}

impl Device {
    /// The device id, trimmed.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether it was active or revoked when the snapshot was taken.
    #[must_use]
    pub fn state(&self) -> DeviceState {
        self.state
    }
}

/// Reads the trimmed `deviceId` of a request body.
///
/// The error is the sentence for the answer's `message`.
pub(super) fn device_id_of_body(body: &[u8]) -> Result<Arc<str>, &'static str> {
    let body: Value = serde_json::from_slice(body).map_err(|_| "the body is not JSON")?;
    let Value::Object(fields) = body else {
        return Err("the body is not a JSON object");
    };
    match fields.get("deviceId") {
        None => Err("deviceId is missing"),
        Some(Value::String(id)) => trimmed_device_id(id),
        Some(_) => Err("deviceId is not a string"),
    }
}

fn trimmed_device_id(id: &str) -> Result<Arc<str>, &'static str> {
    let id = id.trim();
    if id.is_empty() {
        Err("deviceId is blank")
    } else if id.len() > MAX_DEVICE_ID_BYTES {
        Err("deviceId is longer than 256 bytes")
    } else if visible::first_unseen(id).is_some() {
        // An id ends up in log lines and on consoles, where a line break would forge one, and one that looks
        // like another would be taken for it.
        Err("deviceId has a character that cannot be seen")
    } else {
        Ok(Arc::from(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_trimmed() {
        let id = device_id_of_body(br#"{"deviceId":" \tagent-01\n"}"#);
        assert_eq!(id.as_deref(), Ok("agent-01"));
    }

    #[test]
    fn an_id_may_be_as_long_as_the_cap_and_no_longer() {
        let longest = "x".repeat(MAX_DEVICE_ID_BYTES);
        assert!(trimmed_device_id(&longest).is_ok());
        assert!(trimmed_device_id(&format!("{longest}x")).is_err());
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        let deep = "[".repeat(200_000);
        for body in [
            "",
            "agent-01",
            "[]",
            "null",
            "{}",
            "{\"deviceId\":null}",
            "{\"deviceId\":7}",
            "{\"deviceId\":[\"agent-01\"]}",
            "{\"deviceId\":\"  \"}",
            "{\"deviceId\":\"a\\nb\"}",
            "{\"deviceId\":\"a\u{e0041}b\"}",
            "{\"deviceId\":\"a\u{3164}b\"}",
            "{\"deviceId\":\"a\\u00a0b\"}",
            "{\"deviceId\":\"agent-01\"} trailing",
            &deep,
        ] {
            assert!(device_id_of_body(body.as_bytes()).is_err(), "{body:.40}");
        }
        assert!(device_id_of_body(b"{\"deviceId\":\"\xff\"}").is_err());
    }
}
