//! The authority and the installed guard that all tests of one program share.
//!
//! Frameworks run tools on tasks of their own, where no `Guard::scope` holds. So a test does as a
//! program does: one guard, installed for the process. The tests take turns at it.

#![allow(clippy::missing_panics_doc, clippy::unwrap_used, clippy::expect_used)]

mod effects;

use std::ops::Deref;
use std::sync::LazyLock;
use std::time::Duration;

use machineid_guard::local::{DeviceState, Endpoint, LocalAuthority, Plan};
use tokio::sync::{Mutex, MutexGuard};

pub use effects::Effects;

/// The device of every boundary that names no surface.
pub const TOOL_SERVER: &str = LocalAuthority::DEVICE_ID;

static AUTHORITY: LazyLock<LocalAuthority> = LazyLock::new(|| {
    let authority = LocalAuthority::builder().plan(Plan::Pro).start().expect("a loopback port");
    // Patient, so that a busy machine is not taken for a slow authority.
    let guard = authority.guard().timeout(Duration::from_secs(10)).build().expect("a complete configuration");
    guard.install().expect("the only guard of this program");
    authority
});
static TURN: Mutex<()> = Mutex::const_new(());

/// One test's turn at the authority: every device is active, and nothing was asked yet.
#[derive(Debug)]
pub struct Turn {
    authority: &'static LocalAuthority,
    _others_wait: MutexGuard<'static, ()>,
}

/// Waits for the turn.
pub async fn turn() -> Turn {
    let others_wait = TURN.lock().await;
    let authority = &*AUTHORITY;
    authority.restart().expect("the port that it had");
    authority.enable_org();
    for device in authority.devices().iter().filter(|device| device.state() == DeviceState::Revoked) {
        authority.restore(device.id()).expect("a device of its own list");
    }
    authority.clear_requests();
    Turn { authority, _others_wait: others_wait }
}

impl Turn {
    /// How often it was asked to validate since the turn began, or the requests were cleared.
    #[must_use]
    pub fn validates(&self) -> usize {
        self.requests().iter().filter(|request| request.endpoint() == Endpoint::Validate).count()
    }
}

impl Deref for Turn {
    type Target = LocalAuthority;

    fn deref(&self) -> &LocalAuthority {
        self.authority
    }
}

/// Whether a text tells a model that its tool call was refused, and not to try again.
#[must_use]
pub fn reads_as_refusal(text: &str, tool: &str, code: &str) -> bool {
    text.contains(tool) && text.contains("NOT run") && text.contains(code) && text.contains("do not try it again")
}
