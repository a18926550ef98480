//! The devices that the words of a command line stand for.

use machineid_guard::{DeviceId, Identity};

use crate::console::Console;
use crate::outcome::{Outcome, Stop};
use crate::roster::{NoRoster, Roster, State};
use crate::target::Target;

/// What a pattern that matches no device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MatchesNothing {
    /// Most likely a mistake, as a misspelt stop is.
    IsAnError,
    /// By `--allow-empty`.
    IsFine,
}

/// A device that was named or matched, and what the list says of it.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) device: DeviceId,
    /// `None` where it is not listed.
    pub(crate) before: Option<State>,
}

/// The chosen devices, each once, in the order of the words.
#[derive(Debug)]
pub(crate) struct Selection {
    pub(crate) chosen: Vec<Chosen>,
    /// Not done, where a part of the list could not be seen that a pattern was to look at.
    pub(crate) outcome: Outcome,
}

impl Selection {
    pub(crate) fn of(
        targets: &[Target],
        roster: &Result<Roster, NoRoster>,
        nothing: MatchesNothing,
        console: &Console,
    ) -> Result<Self, Stop> {
        let mut selection = Self { chosen: Vec::new(), outcome: Outcome::Done };
        for target in targets {
            match (target, roster) {
                (Target::Device(device), roster) => selection.add(device, roster.as_ref().ok()),
                (_, Err(none)) => {
                    return Err(Stop::authority_failed(format!("{}, so no pattern can be looked up", none.why())));
                }
                (pattern, Ok(roster)) => selection.add_all(pattern, roster, nothing)?,
            }
        }
        if let Ok(roster) = roster {
            selection.outcome = unmatched(targets, roster, console);
        }
        Ok(selection)
    }

    fn add(&mut self, device: &DeviceId, roster: Option<&Roster>) {
        if !self.chosen.iter().any(|chosen| chosen.device == *device) {
            let before = roster.and_then(|roster| roster.state(device));
            self.chosen.push(Chosen { device: device.clone(), before });
        }
    }

    fn add_all(&mut self, pattern: &Target, roster: &Roster, nothing: MatchesNothing) -> Result<(), Stop> {
        let mut matched = roster.devices().keys().filter(|device| pattern.matches(device)).peekable();
        if matched.peek().is_none() && nothing == MatchesNothing::IsAnError {
            return Err(Stop::bad_input(format!(
                "no device matches {:?}. Nothing was done; --allow-empty lets that pass",
                pattern.to_string()
            )));
        }
        matched.for_each(|device| self.add(device, Some(roster)));
        Ok(())
    }
}

/// Says what the patterns could not be compared with, and what none of them can match.
fn unmatched(targets: &[Target], roster: &Roster, console: &Console) -> Outcome {
    if targets.iter().all(|target| matches!(target, Target::Device(_))) {
        return Outcome::Done;
    }
    let of_other_form = roster.devices().keys().filter(|device| Identity::of(device).is_none()).count();
    if of_other_form > 0 && !targets.contains(&Target::Every) {
        console.note(&format!(
            "note: {of_other_form} of the organisation's devices have no four parts, and no pattern but * matches them"
        ));
    }
    match roster.gap() {
        None => Outcome::Done,
        Some(gap) => {
            console.warning(&format!("{gap}. The pattern cannot be compared with that"));
            Outcome::NotAsAsked
        }
    }
}
