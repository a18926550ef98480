//! Which devices this process has registered.

use std::collections::HashSet;

use crate::gatekeeper::sync::{Arc, Mutex, MutexGuard, PoisonError};
use crate::identity::DeviceId;

/// Kept outside of the gatekeeper's thread: one that takes the place of another registers no device again
/// that an operator may have removed meanwhile.
#[derive(Clone, Debug, Default)]
pub(super) struct RegisteredDevices(Arc<Mutex<HashSet<DeviceId>>>);

impl RegisteredDevices {
    pub(super) fn contains(&self, device: &DeviceId) -> bool {
        self.lock().contains(device)
    }

    pub(super) fn insert(&self, device: DeviceId) {
        self.lock().insert(device);
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<DeviceId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
