//! Orders to the authority: each is sent once, and never again.

use std::cell::Cell;

use futures_util::{StreamExt, stream};
use machineid_guard::{Acknowledged, Client, ClientError, DeviceId};
use serde::Serialize;

use crate::devices::selection::Chosen;
use crate::interruption::asked_to_end;
use crate::roster::State;

/// So many are under way together: a fleet is to be stopped in seconds, and not to be taken for an attack.
const AT_ONCE: usize = 8;

/// What is done with each device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Order {
    Revoke,
    Restore,
    Remove,
}

/// What came of an order for one device.
#[derive(Debug)]
pub(crate) enum Sent {
    /// With the authority's request id, where it gave one.
    Acknowledged(Option<String>),
    Failed(ClientError),
    /// It is active: to restore it could only undo a revoke that somebody else gives meanwhile.
    Needless,
    /// The program was asked to end before its turn came.
    Interrupted,
}

impl Order {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Revoke => "revoke",
            Self::Restore => "restore",
            Self::Remove => "remove",
        }
    }

    /// What a device is when the order was followed.
    pub(crate) const fn aim(self) -> &'static str {
        match self {
            Self::Revoke => "revoked",
            Self::Restore => "active",
            Self::Remove => "removed",
        }
    }

    /// The state that a device is to be in; `None` means in none.
    pub(crate) const fn aimed(self) -> Option<State> {
        match self {
            Self::Revoke => Some(State::Revoked),
            Self::Restore => Some(State::Active),
            Self::Remove => None,
        }
    }

    /// Whether a device that is in this state now is as it is wanted; `None` means that it is not listed. One that never
    /// was listed was not removed either: most likely its id is misspelt.
    pub(crate) fn is_followed(self, before: Option<State>, sent: &Sent, now: Option<State>) -> bool {
        let was_there = self != Self::Remove || before.is_some() || matches!(sent, Sent::Acknowledged(_));
        now == self.aimed() && was_there
    }

    /// A revoke is sent whatever the list says: somebody may restore the device meanwhile.
    pub(crate) fn is_needed(self, before: Option<State>) -> bool {
        self != Self::Restore || before != Some(State::Active)
    }

    /// Sends it for one device.
    pub(crate) async fn send(self, client: &Client, device: &DeviceId) -> Sent {
        Sent::of(match self {
            Self::Revoke => client.revoke(device).await,
            Self::Restore => client.restore(device).await,
            Self::Remove => client.remove(device).await,
        })
    }

    /// Sends all, goes on where one fails, and ends early only where the program is asked to end: then with what is under
    /// way.
    pub(crate) async fn send_all(self, client: &Client, chosen: &[Chosen]) -> Vec<Sent> {
        let interrupted = &Cell::new(false);
        let order = |chosen: &Chosen| {
            let (device, is_needed) = (chosen.device.clone(), self.is_needed(chosen.before));
            async move {
                match (is_needed, interrupted.get()) {
                    (false, _) => Sent::Needless,
                    (true, true) => Sent::Interrupted,
                    (true, false) => self.send(client, &device).await,
                }
            }
        };
        let mut under_way = stream::iter(chosen.iter().map(order)).buffered(AT_ONCE);
        let mut all = Vec::with_capacity(chosen.len());
        let mut interruption = std::pin::pin!(asked_to_end());
        loop {
            tokio::select! {
                biased;
                () = &mut interruption, if !interrupted.get() => interrupted.set(true),
                sent = under_way.next() => match sent {
                    Some(sent) => all.push(sent),
                    None => return all,
                },
            }
        }
    }
}

impl Sent {
    fn of(answer: Result<Acknowledged, ClientError>) -> Self {
        match answer {
            Ok(acknowledged) => Self::Acknowledged(request_id(acknowledged.json())),
            Err(error) => Self::Failed(error),
        }
    }

    pub(crate) fn request_id(&self) -> Option<String> {
        match self {
            Self::Acknowledged(id) => id.clone(),
            Self::Failed(ClientError::Refused { json, .. }) => json.as_object().and_then(request_id),
            _ => None,
        }
    }
}

fn request_id(answer: &serde_json::Map<String, serde_json::Value>) -> Option<String> {
    answer.get("request_id").and_then(|id| id.as_str()).map(str::to_owned)
}
