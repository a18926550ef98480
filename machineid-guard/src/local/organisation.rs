//! The rules: one organisation, its devices and what may be said about them.
//!
//! Nothing here knows of HTTP, of time or of threads.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{ConsoleError, Device, DeviceState, Plan, PlanState};

/// The org-wide switch. It stops every device at its next validate and changes none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum OrgSwitch {
    #[default]
    Enabled,
    Disabled,
}

/// What register came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Registration {
    Created,
    Exists,
    /// Register never restores a device; only unrevoke does.
    DeviceRevoked,
    LimitReached,
}

/// What validate came to. `Allow` is the only yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Allow,
    OrgDisabled,
    PlanFrozen,
    PlanNotActive,
    DeviceNotRegistered,
    DeviceRevoked,
}

/// The plan and how much of it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) plan: Plan,
    pub(super) plan_state: PlanState,
    /// Active devices: a revoked one has given its slot back.
    pub(super) devices_used: usize,
    pub(super) devices_revoked: usize,
}

/// One organisation: its plan, its switch and its devices.
#[derive(Debug, Default)]
pub(super) struct Organisation {
    pub(super) plan: Plan,
    pub(super) plan_state: PlanState,
    pub(super) switch: OrgSwitch,
    devices: BTreeMap<Arc<str>, DeviceState>,
}

impl Organisation {
    pub(super) fn new(plan: Plan) -> Self {
        Self { plan, ..Self::default() }
    }

    pub(super) fn register(&mut self, id: &Arc<str>) -> Registration {
        match self.devices.get(id) {
            Some(DeviceState::Active) => Registration::Exists,
            Some(DeviceState::Revoked) => Registration::DeviceRevoked,
            None if self.is_full() => Registration::LimitReached,
            None => {
                self.devices.insert(Arc::clone(id), DeviceState::Active);
                Registration::Created
            }
        }
    }

    /// The widest stop is named first: it is the one that an operator has to lift first.
    pub(super) fn validate(&self, id: &str) -> Verdict {
        match (self.switch, self.plan_state, self.devices.get(id)) {
            (OrgSwitch::Disabled, _, _) => Verdict::OrgDisabled,
            (_, PlanState::Frozen, _) => Verdict::PlanFrozen,
            (_, PlanState::NotActive, _) => Verdict::PlanNotActive,
            (_, _, None) => Verdict::DeviceNotRegistered,
            (_, _, Some(DeviceState::Revoked)) => Verdict::DeviceRevoked,
            (OrgSwitch::Enabled, PlanState::Active, Some(DeviceState::Active)) => Verdict::Allow,
        }
    }

    pub(super) fn revoke(&mut self, id: &str) -> Result<(), ConsoleError> {
        *self.device_mut(id)? = DeviceState::Revoked;
        Ok(())
    }

    /// A revoked device gave its slot away, so it comes back only where one is free.
    pub(super) fn restore(&mut self, id: &str) -> Result<(), ConsoleError> {
        let (is_full, limit) = (self.is_full(), self.plan.limit());
        match self.device_mut(id)? {
            DeviceState::Revoked if is_full => {
                Err(ConsoleError::DeviceLimitReached { device_id: id.to_owned(), limit })
            }
            state => {
                *state = DeviceState::Active;
                Ok(())
            }
        }
    }

    pub(super) fn remove(&mut self, id: &str) -> Result<(), ConsoleError> {
        match self.devices.remove(id) {
            Some(_) => Ok(()),
            None => Err(unknown(id)),
        }
    }

    /// All devices, active and revoked, in the order of their ids.
    pub(super) fn devices(&self) -> Vec<Device> {
        self.devices.iter().map(|(id, state)| Device { id: Arc::clone(id), state: *state }).collect()
    }

    pub(super) fn usage(&self) -> Usage {
        let devices_used = self.active_devices();
        Usage {
            plan: self.plan,
            plan_state: self.plan_state,
            devices_used,
            devices_revoked: self.devices.len() - devices_used,
        }
    }

    fn active_devices(&self) -> usize {
        self.devices.values().filter(|state| **state == DeviceState::Active).count()
    }

    fn is_full(&self) -> bool {
        self.active_devices() >= self.plan.limit()
    }

    fn device_mut(&mut self, id: &str) -> Result<&mut DeviceState, ConsoleError> {
        self.devices.get_mut(id).ok_or_else(|| unknown(id))
    }
}

fn unknown(id: &str) -> ConsoleError {
    ConsoleError::UnknownDevice { device_id: id.to_owned() }
}

#[cfg(test)]
#[path = "organisation_tests.rs"]
mod tests;
