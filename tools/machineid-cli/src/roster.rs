//! The organisation's devices, as the authority lists them.

use std::collections::BTreeMap;

use machineid_guard::{Client, ClientError, DeviceId, DeviceList, DeviceState, Fault};
use serde::Serialize;

use crate::console::Look;
use crate::outcome::{self, Stop};

/// What a list says of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    Active,
    Revoked,
    /// It is listed, and its state is not.
    Unknown,
}

impl State {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Revoked => "revoked",
            Self::Unknown => "unknown",
        }
    }

    pub(crate) const fn look(self) -> Look {
        match self {
            Self::Active => Look::Good,
            Self::Revoked => Look::Bad,
            Self::Unknown => Look::Uncertain,
        }
    }

    fn of(state: DeviceState) -> Self {
        match state {
            DeviceState::Active => Self::Active,
            DeviceState::Revoked => Self::Revoked,
            _ => Self::Unknown,
        }
    }
}

/// All devices, in the order of their ids.
#[derive(Debug)]
pub(crate) struct Roster {
    devices: BTreeMap<DeviceId, State>,
    unreadable: Vec<String>,
}

/// Why there is none.
#[derive(Debug)]
pub(crate) enum NoRoster {
    Failed(ClientError),
    /// The answer is one, and holds no list. It must not pass for an empty one.
    NotAList,
}

impl Roster {
    pub(crate) async fn read(client: &Client) -> Result<Self, NoRoster> {
        Self::of(&client.list_devices().await.map_err(NoRoster::Failed)?)
    }

    fn of(list: &DeviceList) -> Result<Self, NoRoster> {
        let entries = list.json().get("devices").and_then(serde_json::Value::as_array).ok_or(NoRoster::NotAList)?;
        let mut devices = BTreeMap::new();
        for device in list.devices() {
            let state = State::of(device.state());
            // Twice in the list, and not in the same state: nobody can say which of them holds.
            let agreed = |before: &mut State| *before = if *before == state { state } else { State::Unknown };
            devices.entry(device.id().clone()).and_modify(agreed).or_insert(state);
        }
        let id = |entry: &serde_json::Value| entry.get("deviceId").and_then(|id| id.as_str()).map(str::to_owned);
        let is_readable = |id: &Option<String>| id.as_ref().is_some_and(|id| DeviceId::new(id).is_ok());
        let unreadable = entries.iter().map(id).filter(|id| !is_readable(id)).map(Option::unwrap_or_default).collect();
        Ok(Self { devices, unreadable })
    }

    pub(crate) fn devices(&self) -> &BTreeMap<DeviceId, State> {
        &self.devices
    }

    pub(crate) fn state(&self, device: &DeviceId) -> Option<State> {
        self.devices.get(device).copied()
    }

    /// What the entries call themselves that stand for no device which could be named; it may be anything.
    pub(crate) fn unreadable(&self) -> &[String] {
        &self.unreadable
    }

    /// That a part of the list could not be read, in a sentence.
    pub(crate) fn gap(&self) -> Option<String> {
        let first: String = self.unreadable.first()?.chars().take(80).collect();
        let count = self.unreadable.len();
        Some(format!(
            "the list has {count} {} without a `deviceId` that can be shown and named, the first {first:?}: look at the \
             service's console",
            if count == 1 { "entry" } else { "entries" },
        ))
    }
}

impl From<NoRoster> for Stop {
    fn from(none: NoRoster) -> Self {
        Self::authority_failed(none.why())
    }
}

impl NoRoster {
    pub(crate) fn why(&self) -> String {
        match self {
            Self::Failed(error) => outcome::why(error),
            Self::NotAList => "the answer holds no list of devices".to_owned(),
        }
    }

    /// Whether the authority does not know whoever asks.
    pub(crate) fn is_about_the_key(&self) -> bool {
        matches!(
            self,
            Self::Failed(ClientError::Refused { status: 401 | 403, .. } | ClientError::Fault(Fault::KeyRejected))
        )
    }

    /// Whether another call would fail as well: there is no way to the authority, or not with this key.
    pub(crate) fn is_final(&self) -> bool {
        let no_way = matches!(
            self,
            Self::Failed(ClientError::Fault(Fault::Unreachable | Fault::TlsFailed | Fault::ProxyRefused))
        );
        no_way || self.is_about_the_key()
    }
}
