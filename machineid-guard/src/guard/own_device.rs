//! A guard's own device, and those of the surfaces that follow it.

use crate::identity::{DeviceId, Identity};
use crate::setting::{ConfigError, Problem};

/// What to change where the device does not serve depends on who named it.
pub(super) struct OwnDevice {
    named_by: NamedBy,
    device: Option<DeviceId>,
    identity: Option<Identity>,
}

#[derive(Clone, Copy)]
pub(super) enum NamedBy {
    /// The builder, by this method or variable. It takes explicit devices for surfaces as well.
    Builder(&'static str),
    /// [`Guard::for_device`](super::Guard::for_device).
    ForDevice,
}

impl NamedBy {
    pub(super) fn setting(self) -> &'static str {
        match self {
            Self::Builder(setting) => setting,
            Self::ForDevice => "for_device(…)",
        }
    }

    fn without_surface(self, surface: &str) -> Problem {
        let surface = surface.to_owned();
        match self {
            Self::Builder(_) => Problem::UnmappedSurface { surface },
            Self::ForDevice => Problem::SurfaceWithoutDevice { surface },
        }
    }
}

impl OwnDevice {
    pub(super) fn new(named_by: NamedBy, device: Option<DeviceId>) -> Self {
        Self { named_by, identity: device.as_ref().and_then(Identity::of), device }
    }

    pub(super) fn id(&self) -> Option<&DeviceId> {
        self.device.as_ref()
    }

    pub(super) fn device(&self) -> Result<DeviceId, ConfigError> {
        self.device.clone().ok_or_else(|| ConfigError::new(self.named_by.setting(), Problem::Missing))
    }

    pub(super) fn device_on(&self, surface: &str) -> Result<DeviceId, ConfigError> {
        self.device()?;
        let unmapped = || ConfigError::new(self.named_by.setting(), self.named_by.without_surface(surface));
        self.identity.as_ref().ok_or_else(unmapped)?.device_for(surface)
    }
}
