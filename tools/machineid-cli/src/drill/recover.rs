//! `machineid drill --recover`: undoes a drill that could not undo itself, by its note.

use std::path::Path;
use std::time::Duration;

use machineid_guard::{Client, DeviceId};
use serde::Serialize;

use crate::console::{Console, Format, Look};
use crate::drill::note::Note;
use crate::drill::restore::{self, Restoration, Restored};
use crate::drill::switch::{self, Operator};
use crate::drill::wish::Scope;
use crate::outcome::{Outcome, Stop};
use crate::roster::State;
use crate::table::Table;

#[derive(Serialize)]
struct Document<'a> {
    drill: &'a str,
    restores: &'a [Restored],
}

/// Restores what the note names and what is not active, reads back, and removes the note when all is.
pub(crate) async fn run(console: &Console, client: &Client, path: &Path, within: Duration) -> Result<Outcome, Stop> {
    let (note, content) = Note::read(path)?;
    let device = |id: &String| {
        DeviceId::new(id).map_err(|error| Stop::bad_input(format!("the note's device id {id:?} {}", error.problem())))
    };
    let devices: Vec<DeviceId> = content.devices.iter().map(device).collect::<Result<_, _>>()?;
    console.note(&format!("drill {} of {}, because: {}", content.drill, content.who, content.why));
    let restoration = match content.scope() {
        Scope::Devices => restore::restore(client, &devices, within).await,
        Scope::Organisation => switch::on(console, client, &mut Operator::at_the_switch(), &devices).await,
    };
    let said = match console.format() {
        Format::Json => console.document(&Document { drill: &content.drill, restores: &restoration.devices }),
        Format::Text => table(&restoration).say(console),
    };
    if !restoration.is_whole() {
        let missing = restoration.missing().count();
        return Err(Stop::Because(
            Outcome::NotRestored,
            format!("{missing} of {} NOT RESTORED. The note stays: {}", devices.len(), note.command()),
        ));
    }
    note.remove().map_err(|error| {
        Stop::not_as_asked(format!("all {} are active, and the note cannot be removed: {error}", devices.len()))
    })?;
    console.note(&format!("{0} of {0} active now", devices.len()));
    said.map_err(Stop::from).map(|()| Outcome::Done)
}

fn table(restoration: &Restoration) -> Table<3> {
    let mut table = Table::new(["DEVICE", "NOW", "ERROR"]);
    for device in &restoration.devices {
        let now = device.now.map_or(("not known", Look::Uncertain), |now: State| (now.word(), now.look()));
        table.row([(device.id.as_str(), Look::Plain), now, (device.error.as_deref().unwrap_or("-"), Look::Plain)]);
    }
    table
}
