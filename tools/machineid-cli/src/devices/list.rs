//! `machineid devices list`

use std::io;

use machineid_guard::{Client, DeviceId, Identity};
use serde::Serialize;

use crate::console::{Console, Format, Look};
use crate::devices::selection::{Chosen, MatchesNothing, Selection};
use crate::outcome::{Outcome, Stop};
use crate::roster::{Roster, State};
use crate::table::Table;
use crate::target::Target;

#[derive(Serialize)]
struct Document<'a> {
    devices: Vec<Row<'a>>,
    unreadable: &'a [String],
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a DeviceId,
    service: Option<&'a str>,
    env: Option<&'a str>,
    surface: Option<&'a str>,
    instance: Option<&'a str>,
    /// `None` where the list has no such device.
    state: Option<State>,
}

/// All devices, or those that were named.
pub(crate) async fn run(
    console: &Console,
    client: &Client,
    targets: &[Target],
    nothing: MatchesNothing,
) -> Result<Outcome, Stop> {
    let roster = Roster::read(client).await?;
    let everything = [Target::Every];
    let (targets, nothing) = match targets {
        [] => (everything.as_slice(), MatchesNothing::IsFine),
        named => (named, nothing),
    };
    let unreadable = roster.unreadable().to_vec();
    let Selection { chosen, outcome } = Selection::of(targets, &Ok(roster), nothing, console)?;
    let said = show(console, &chosen, &unreadable);
    let missing = chosen.iter().filter(|chosen| chosen.before.is_none());
    for Chosen { device, .. } in missing.clone() {
        console.error(&format!("there is no device {device}"));
    }
    let outcome = if missing.count() > 0 { outcome.or_worse(Outcome::NotAsAsked) } else { outcome };
    outcome.after(said)
}

fn show(console: &Console, chosen: &[Chosen], unreadable: &[String]) -> io::Result<()> {
    let identities: Vec<Option<Identity>> = chosen.iter().map(|chosen| Identity::of(&chosen.device)).collect();
    let rows = chosen.iter().zip(&identities).map(|(chosen, identity)| Row::new(chosen, identity.as_ref()));
    if console.format() == Format::Json {
        return console.document(&Document { devices: rows.collect(), unreadable });
    }
    let mut table = Table::new(["DEVICE", "SURFACE", "INSTANCE", "STATE"]);
    for row in rows.filter(|row| row.state.is_some()) {
        let (surface, instance) = (row.surface.unwrap_or("-"), row.instance.unwrap_or("-"));
        let state = row.state.map_or(("-", Look::Plain), |state| (state.word(), state.look()));
        table.row([(row.id.as_str(), Look::Plain), (surface, Look::Plain), (instance, Look::Plain), state]);
    }
    table.say(console)
}

impl<'a> Row<'a> {
    fn new(chosen: &'a Chosen, identity: Option<&'a Identity>) -> Self {
        Self {
            id: &chosen.device,
            service: identity.map(Identity::service),
            env: identity.map(Identity::env),
            surface: identity.map(Identity::surface),
            instance: identity.map(Identity::instance),
            state: chosen.before,
        }
    }
}
