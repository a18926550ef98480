//! The plan's free slots, and what they mean for a restore.

use machineid_guard::Client;

use crate::outcome::why;

/// How many devices the plan still takes. A revoked device has no slot, so a restore needs one.
#[derive(Debug)]
pub(crate) enum Slots {
    Known {
        limit: u64,
        used: u64,
    },
    /// And why.
    Unknown(String),
}

impl Slots {
    pub(crate) async fn read(client: &Client) -> Self {
        match client.usage().await {
            Ok(usage) => match (usage.limit(), usage.devices_used()) {
                (Some(limit), Some(used)) => Self::Known { limit, used },
                _ => Self::Unknown("the authority does not say how much of the plan is used".to_owned()),
            },
            Err(error) => Self::Unknown(format!("how much of the plan is used cannot be read: {}", why(&error))),
        }
    }

    /// What to know before devices lose their slots.
    pub(crate) fn before_revoking(&self) -> Option<String> {
        match self {
            Self::Known { limit, used } if used >= limit => Some(format!(
                "the plan is full ({used} of {limit}). A revoke frees a slot, and the next device that registers takes it: \
                 a later restore may then be refused"
            )),
            Self::Known { .. } => None,
            Self::Unknown(why) => Some(format!("{why}. A later restore is refused where the plan is full")),
        }
    }

    /// What to know before so many devices ask for theirs.
    pub(crate) fn before_restoring(&self, devices: usize) -> Option<String> {
        match self {
            Self::Known { limit, used } if limit.saturating_sub(*used) < devices as u64 => Some(format!(
                "{used} of the plan's {limit} slots are taken, and {devices} more are needed: restores may be refused"
            )),
            Self::Known { .. } => None,
            Self::Unknown(why) => Some(format!("{why}. A restore is refused where the plan is full")),
        }
    }
}
