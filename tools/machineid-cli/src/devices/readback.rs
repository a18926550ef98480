//! What is true after the orders were sent, which may be something else than what was ordered.

use std::io;

use machineid_guard::{ClientError, DeviceId};
use serde::Serialize;

use crate::console::{Console, Format, Look};
use crate::devices::order::{Order, Sent};
use crate::devices::selection::Chosen;
use crate::outcome::{Outcome, why};
use crate::roster::{NoRoster, Roster, State};
use crate::table::Table;
use crate::target::Target;

/// All that a run did, and what is true now.
#[derive(Debug, Serialize)]
pub(crate) struct Readback<'a> {
    order: Order,
    reason: Option<&'a str>,
    /// Whether the list could be read after the orders.
    read_back: bool,
    devices: Vec<Row<'a>>,
    /// What a pattern matches now, did not match when it was looked up, and is not as it is wanted.
    newcomers: Vec<Newcomer>,
    #[serde(skip)]
    no_list: Option<String>,
}

/// A device that came while the orders were sent, which no order was about.
#[derive(Debug, Serialize)]
struct Newcomer {
    id: DeviceId,
    now: State,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    id: &'a DeviceId,
    before: Option<State>,
    /// `acknowledged`, `refused`, `failed`, `not_needed`, `not_sent`
    sent: &'static str,
    error: Option<String>,
    request_id: Option<String>,
    /// `None` where the list has it not, or was not read.
    now: Option<State>,
    /// `None` where nobody knows.
    as_asked: Option<bool>,
    #[serde(skip)]
    worst: Outcome,
}

impl<'a> Readback<'a> {
    pub(crate) fn new(
        order: Order,
        reason: Option<&'a str>,
        targets: &[Target],
        orders: &[(&'a Chosen, &'a Sent)],
        roster: &Result<Roster, NoRoster>,
    ) -> Self {
        let is_named = |id: &DeviceId| orders.iter().any(|(chosen, _)| chosen.device == *id);
        let came = |(id, now): (&DeviceId, &State)| {
            let matched = targets.iter().any(|target| target.matches(id)) && !is_named(id);
            (matched && Some(*now) != order.aimed()).then(|| Newcomer { id: id.clone(), now: *now })
        };
        Self {
            order,
            reason,
            read_back: roster.is_ok(),
            newcomers: roster.iter().flat_map(Roster::devices).filter_map(came).collect(),
            devices: orders.iter().map(|(chosen, sent)| Row::new(order, chosen, sent, roster.as_ref().ok())).collect(),
            no_list: roster.as_ref().err().map(NoRoster::why),
        }
    }

    pub(crate) fn outcome(&self) -> Outcome {
        if !self.read_back {
            return Outcome::AuthorityFailed;
        }
        let begun = if self.newcomers.is_empty() { Outcome::Done } else { Outcome::NotAsAsked };
        self.not_as_asked().fold(begun, |outcome, row| outcome.or_worse(row.worst))
    }

    fn not_as_asked(&self) -> impl Iterator<Item = &Row<'a>> {
        self.devices.iter().filter(|row| row.as_asked != Some(true))
    }

    /// The devices as data, and the sum of it beside that, last.
    pub(crate) fn say(&self, console: &Console) -> io::Result<()> {
        // Whoever does not read the data is still to be told what was not done.
        let said = match console.format() {
            Format::Json => console.document(self),
            Format::Text => self.table().say(console),
        };
        self.sum_up(console);
        said
    }

    fn table(&self) -> Table<3> {
        let mut table = Table::new(["DEVICE", "NOW", "ORDER"]);
        for row in &self.devices {
            let now = match row.now {
                Some(state) => (state.word(), state.look()),
                None if self.read_back => ("not listed", Look::Uncertain),
                None => ("not read", Look::Uncertain),
            };
            let order =
                row.error.as_ref().map_or_else(|| row.sent.replace('_', " "), |error| format!("{}: {error}", row.sent));
            table.row([(row.id.as_str(), Look::Plain), now, (&order, Look::Plain)]);
        }
        for Newcomer { id, now } in &self.newcomers {
            table.row([(id.as_str(), Look::Plain), (now.word(), now.look()), ("none: it came meanwhile", Look::Bad)]);
        }
        table
    }

    fn sum_up(&self, console: &Console) {
        let (all, aim) = (self.devices.len(), self.order.aim());
        if let Some(why) = &self.no_list {
            return console.error(&format!(
                "what is true now could not be read back ({why}): look with `machineid devices list` before you rely on it"
            ));
        }
        if !self.newcomers.is_empty() {
            console.error(&format!(
                "{} more match that came meanwhile, and no order was sent for them: run this again",
                self.newcomers.len()
            ));
        }
        match self.not_as_asked().count() {
            0 => console.note(&format!("{all} of {all} {aim} now")),
            others => console.error(&format!("{} of {all} {aim} now, {others} NOT", all - others)),
        }
    }
}

impl<'a> Row<'a> {
    fn new(order: Order, chosen: &'a Chosen, sent: &Sent, roster: Option<&Roster>) -> Self {
        let now = roster.and_then(|roster| roster.state(&chosen.device));
        let (word, error, worst) = match sent {
            Sent::Acknowledged(_) => ("acknowledged", None, Outcome::NotAsAsked),
            Sent::Needless => ("not_needed", None, Outcome::NotAsAsked),
            Sent::Interrupted => ("not_sent", Some("interrupted".to_owned()), Outcome::NotAsAsked),
            Sent::Failed(error) => {
                let word = if matches!(error, ClientError::Refused { .. }) { "refused" } else { "failed" };
                (word, Some(why(error)), Outcome::of(error))
            }
        };
        Self {
            id: &chosen.device,
            before: chosen.before,
            sent: word,
            error,
            request_id: sent.request_id(),
            now,
            as_asked: roster.map(|_| order.is_followed(chosen.before, sent, now)),
            worst,
        }
    }
}
