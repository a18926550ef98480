//! The plan of the organisation: how many devices it may have, and whether it is in force.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The plan of the organisation, which caps how many devices may be registered and active.
///
/// At the cap new registrations are refused; devices that are registered already keep validating,
/// also after a change to a smaller plan.
///
/// ```
/// use machineid_guard::local::Plan;
///
/// assert_eq!(Plan::Pro.limit(), 25);
/// assert_eq!("scale".parse(), Ok(Plan::Scale));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Plan {
    /// 3 devices. A new authority starts with this one.
    #[default]
    Free,
    /// 25 devices.
    Pro,
    /// 250 devices.
    Scale,
    /// 1000 devices.
    Max,
}

impl Plan {
    /// How many active devices the plan allows.
    #[must_use]
    pub const fn limit(self) -> usize {
        match self {
            Self::Free => 3,
            Self::Pro => 25,
            Self::Scale => 250,
            Self::Max => 1000,
        }
    }

    /// The plan's name as `planTier` carries it: `free`, `pro`, `scale` or `max`.
    #[must_use]
    pub const fn tier(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Pro => "pro",
            Self::Scale => "scale",
            Self::Max => "max",
        }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tier())
    }
}

impl FromStr for Plan {
    type Err = UnknownPlan;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "free" => Ok(Self::Free),
            "pro" => Ok(Self::Pro),
            "scale" => Ok(Self::Scale),
            "max" => Ok(Self::Max),
            _ => Err(UnknownPlan),
        }
    }
}

/// The name is not that of a [`Plan`].
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("no such plan: it is one of free, pro, scale, max")]
pub struct UnknownPlan;

/// Whether the organisation's plan is in force. It decides validate only; registered devices and
/// their revoked state stay as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PlanState {
    /// In force. A new authority starts with this one.
    #[default]
    Active,
    /// Validate denies every device with `PLAN_NOT_ACTIVE`.
    NotActive,
    /// Validate denies every device with `PLAN_FROZEN`.
    Frozen,
}

impl PlanState {
    /// The state as the wire's `planState` carries it. Only `active` is known of MachineID.
    pub(super) const fn wire_name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::NotActive => "not_active",
            Self::Frozen => "frozen",
        }
    }
}
