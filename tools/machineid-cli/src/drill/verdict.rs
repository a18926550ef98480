//! What a drill comes to, and why it is no other verdict.

use machineid_guard::DeviceId;
use serde::Serialize;

use crate::drill::evidence::Seen;
use crate::drill::halt::Halt;
use crate::drill::restore::Restoration;
use crate::outcome::Outcome;
use crate::roster::State;
use crate::target::Target;

/// What the drill says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Verdict {
    /// Each replica began a question after the stop, and none of these was allowed.
    Proven,
    /// A question that began after the stop was allowed.
    Disproved,
    /// Anything less than proof.
    Unproven,
}

impl Verdict {
    /// By what was seen, and by everything else that may speak against a proof.
    pub(super) fn of(seen: &[Seen<'_>], reasons: &mut Vec<String>) -> Self {
        reasons.extend(seen.iter().filter_map(Seen::objection));
        let leaks: Vec<String> = seen.iter().filter_map(Seen::leak).collect();
        if !leaks.is_empty() {
            reasons.splice(0..0, leaks);
            return Self::Disproved;
        }
        if reasons.is_empty() && !seen.is_empty() { Self::Proven } else { Self::Unproven }
    }

    pub(super) fn outcome(self, halts: &[Halt]) -> Outcome {
        let has_failed = halts.iter().any(|halt| halt.worst == Outcome::AuthorityFailed);
        match self {
            Self::Proven => Outcome::Done,
            Self::Disproved => Outcome::NotAsAsked,
            Self::Unproven if has_failed => Outcome::AuthorityFailed,
            Self::Unproven => Outcome::Unproven,
        }
    }
}

/// Why a stop is not known to be one, of each device.
pub(super) fn not_stopped(devices: &[DeviceId], halts: &[Halt]) -> Vec<String> {
    let of_device = |device: &DeviceId| match halts.iter().find(|halt| halt.id == *device) {
        None => Some(format!("{device} was not stopped")),
        Some(halt) => match (&halt.error, &halt.answer) {
            (Some(error), _) => Some(format!("the revoke of {device} was not acknowledged: {error}")),
            (None, None) => Some(format!("the authority did not say whether {device} was stopped")),
            (None, Some(answer)) => {
                answer.allowed.then(|| format!("the authority itself allowed {device} after the stop"))
            }
        },
    };
    devices.iter().filter_map(of_device).collect()
}

/// What changed at the authority until the drill restored: devices that did not stay revoked, and ones that came.
pub(super) fn disturbances(devices: &[DeviceId], targets: &[Target], restoration: &Restoration) -> Vec<String> {
    let Some(found) = &restoration.found else { return Vec::new() };
    let changed = devices.iter().filter(|device| found.state(device) != Some(State::Revoked)).map(|device| {
        let state = found.state(device).map_or("not listed", State::word);
        format!("{device} was {state} before the drill restored it: somebody else changed it, or the revoke was not followed")
    });
    let is_new = |device: &&DeviceId| targets.iter().any(|target| target.matches(device)) && !devices.contains(device);
    let newcomers = found.devices().keys().filter(is_new);
    changed.chain(newcomers.map(|device| format!("{device} came meanwhile, and was not stopped"))).collect()
}
