//! Undoing the stop: each device is active again by the authority's own list, or the drill says that it is not.

use std::time::{Duration, Instant};

use machineid_guard::{Client, DeviceId};
use serde::Serialize;

use crate::devices::order::{Order, Sent};
use crate::drill::moment::At;
use crate::drill::wish::Scope;
use crate::outcome::why;
use crate::roster::{NoRoster, Roster, State};

const PAUSE: Duration = Duration::from_millis(500);

/// A refusal may be of the moment, as that of a full plan is. So often it is asked for, each time after the list was read.
const MOST_ORDERS: usize = 3;

/// What came of it.
#[derive(Debug)]
pub(super) struct Restoration {
    /// Before any order.
    pub(super) begun: At,
    /// By the list, before any order.
    pub(super) found: Option<Roster>,
    pub(super) devices: Vec<Restored>,
}

#[derive(Debug, Serialize)]
pub(super) struct Restored {
    pub(super) id: DeviceId,
    pub(super) sent: usize,
    pub(super) acknowledged_at: Option<At>,
    pub(super) request_id: Option<String>,
    pub(super) error: Option<String>,
    /// By the list, read after the last order; `None` where it was not read, or has it not.
    pub(super) now: Option<State>,
}

impl Restoration {
    pub(super) fn new(devices: &[DeviceId]) -> Self {
        let restored = |id: &DeviceId| Restored {
            id: id.clone(),
            sent: 0,
            acknowledged_at: None,
            request_id: None,
            error: None,
            now: None,
        };
        Self { begun: At::now(), found: None, devices: devices.iter().map(restored).collect() }
    }

    pub(super) fn is_whole(&self) -> bool {
        self.missing().next().is_none()
    }

    /// What an operator has to hear, and the command that undoes it.
    pub(super) fn alarm(&self, scope: Scope, command: &str) -> String {
        let why = |error: Option<&String>| error.map(|error| format!(" ({error})")).unwrap_or_default();
        let missing: Vec<String> =
            self.missing().map(|device| format!("{}{}", device.id, why(device.error.as_ref()))).collect();
        let first = match scope {
            Scope::Organisation => "Switch the organisation on in the service's console, and run",
            Scope::Devices => "Run",
        };
        format!("NOT RESTORED, and stopped for all that is known: {}. {first}: {command}", missing.join(", "))
    }

    /// Those that are not active by the list.
    pub(super) fn missing(&self) -> impl Iterator<Item = &Restored> {
        self.devices.iter().filter(|device| device.now != Some(State::Active))
    }
}

/// Restores what is not active, and reads back. An order is sent again only where the list says that it was not followed.
pub(super) async fn restore(client: &Client, devices: &[DeviceId], within: Duration) -> Restoration {
    let mut restoration = Restoration::new(devices);
    let deadline = Instant::now() + within;
    loop {
        let roster = Roster::read(client).await;
        let is_read = roster.is_ok();
        restoration.take(roster);
        if restoration.is_whole() || Instant::now() >= deadline {
            return restoration;
        }
        if restoration.devices.iter().any(|device| device.sent > 0) {
            // It was tried before.
            tokio::time::sleep(PAUSE).await;
        }
        if !restoration.send(client, is_read).await {
            return restoration;
        }
    }
}

impl Restoration {
    fn take(&mut self, roster: Result<Roster, NoRoster>) {
        for device in &mut self.devices {
            device.now = roster.as_ref().ok().and_then(|roster| roster.state(&device.id));
            if let Err(none) = &roster {
                device.error = Some(format!("what is true could not be read: {}", none.why()));
            }
        }
        // As the stop left it, and not as the restore did.
        if self.devices.iter().all(|device| device.sent == 0) {
            self.found = self.found.take().or(roster.ok());
        }
    }

    /// Says whether there is a reason to look again.
    async fn send(&mut self, client: &Client, is_read: bool) -> bool {
        let mut is_open = false;
        for device in self.devices.iter_mut().filter(|device| device.now != Some(State::Active)) {
            // Where the list cannot be read, nobody knows whether the first order was followed.
            let may_send = device.sent == 0 || (is_read && device.sent < MOST_ORDERS);
            if may_send {
                device.order(client).await;
            }
            is_open |= may_send || !is_read;
        }
        is_open
    }
}

impl Restored {
    async fn order(&mut self, client: &Client) {
        let sent = Order::Restore.send(client, &self.id).await;
        self.sent += 1;
        self.request_id = sent.request_id();
        match &sent {
            Sent::Failed(error) => self.error = Some(why(error)),
            _ => {
                self.error = None;
                self.acknowledged_at = Some(At::now());
            }
        }
    }
}
