//! Undoing the stop: each device is active again by the authority's own list, or the drill says that it is not.

use std::time::{Duration, Instant};

use machineid_guard::{Client, DeviceId};
use serde::Serialize;

use crate::devices::order::{Order, Sent};
use crate::drill::moment::At;
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
    pub(super) found: Option<Vec<Option<State>>>,
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
        restoration.take(&roster);
        let is_over = restoration.is_whole() || Instant::now() >= deadline;
        if is_over || !send(client, &mut restoration.devices, roster.is_ok()).await {
            return restoration;
        }
    }
}

impl Restoration {
    fn take(&mut self, roster: &Result<Roster, NoRoster>) {
        for device in &mut self.devices {
            device.now = roster.as_ref().ok().and_then(|roster| roster.state(&device.id));
        }
        match roster {
            Ok(_) => {
                // As the stop left it, and not as the restore did.
                if self.devices.iter().all(|device| device.sent == 0) {
                    self.found.get_or_insert_with(|| self.devices.iter().map(|device| device.now).collect());
                }
            }
            Err(none) => {
                for device in &mut self.devices {
                    device.error = Some(format!("what is true could not be read: {}", none.why()));
                }
            }
        }
    }
}

/// Says whether there is a reason to look again.
async fn send(client: &Client, devices: &mut [Restored], is_read: bool) -> bool {
    let mut is_open = false;
    for device in devices.iter_mut().filter(|device| device.now != Some(State::Active)) {
        // Where the list cannot be read, nobody knows whether the first order was followed.
        let may_send = device.sent == 0 || (is_read && device.sent < MOST_ORDERS);
        if may_send {
            device.order(client).await;
        }
        is_open |= may_send || !is_read;
    }
    let was_refused = devices.iter().any(|device| device.error.is_some());
    if is_open && was_refused {
        tokio::time::sleep(PAUSE).await;
    }
    is_open
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
