use std::fmt;

use crate::identity::DeviceId;
use crate::setting::{ConfigError, Problem};

/// A device id of the documented form `{service}:{env}:{surface}:{instance}`.
///
/// One replica of one service in one environment. Replacing its surface gives the device id of
/// another execution surface of the same replica, so that an operator can stop payments and leave
/// the tool server running:
///
/// ```
/// use machineid_guard::{DeviceId, Identity};
///
/// let replica = Identity::of(&DeviceId::new("openai-agent:prod:tool-server:01")?).expect("four parts");
/// assert_eq!(replica.surface(), "tool-server");
/// assert_eq!(replica.device_for("payments")?.as_str(), "openai-agent:prod:payments:01");
/// # Ok::<(), machineid_guard::ConfigError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity {
    service: Box<str>,
    env: Box<str>,
    surface: Box<str>,
    instance: Box<str>,
}

impl Identity {
    /// Reads a device id of four parts; `None` where it has another form.
    #[must_use]
    pub fn of(device: &DeviceId) -> Option<Self> {
        let mut parts = device.as_str().split(':');
        let mut part = || parts.next().filter(|part| is_part(part)).map(Box::from);
        let identity = Self { service: part()?, env: part()?, surface: part()?, instance: part()? };
        parts.next().is_none().then_some(identity)
    }

    /// The first part: the kind of runtime, such as `openai-agent`.
    #[must_use]
    pub fn service(&self) -> &str {
        &self.service
    }

    /// The second part: the environment, such as `prod`.
    #[must_use]
    pub fn env(&self) -> &str {
        &self.env
    }

    /// The third part: what this replica does, such as `tool-server`.
    #[must_use]
    pub fn surface(&self) -> &str {
        &self.surface
    }

    /// The fourth part: which replica this is, such as `01`.
    #[must_use]
    pub fn instance(&self) -> &str {
        &self.instance
    }

    /// The device id of another surface of the same replica.
    ///
    /// # Errors
    /// [`ConfigError`] when the surface is blank, holds a `:`, or makes the id invalid.
    pub fn device_for(&self, surface: &str) -> Result<DeviceId, ConfigError> {
        if !is_part(surface) {
            return Err(ConfigError::new("surface", Problem::Blank));
        }
        let Self { service, env, instance, .. } = self;
        DeviceId::from_setting("surface", &format!("{service}:{env}:{surface}:{instance}"))
    }
}

fn is_part(part: &str) -> bool {
    !part.trim().is_empty() && !part.contains(':')
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service, env, surface, instance } = self;
        write!(f, "{service}:{env}:{surface}:{instance}")
    }
}
