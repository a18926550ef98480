//! `machineid devices register`

use machineid_guard::{Client, DeviceId, Registration, RegistrationStatus};
use serde::Serialize;

use crate::console::{Console, Format, Look};
use crate::devices::asked::{self, Asked};
use crate::outcome::{Outcome, Stop};
use crate::table::Table;

#[derive(Serialize)]
struct Document<'a> {
    devices: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a DeviceId,
    result: &'static str,
    error: Option<String>,
}

/// Registers each, goes on where one is refused.
pub(crate) async fn run(console: &Console, client: &Client, devices: &[DeviceId]) -> Result<Outcome, Stop> {
    let mut asked = Vec::new();
    for device in devices {
        asked.push((device, Asked::of(client.register(device).await, is_refusal)));
    }
    asked::refuse_a_wrong_key(client, asked.iter().map(|(_, asked)| asked)).await?;
    let rows: Vec<Row<'_>> = asked.iter().map(|(device, asked)| row(device, asked)).collect();
    let said = match console.format() {
        Format::Json => console.document(&Document { devices: rows }),
        Format::Text => table(&rows).say(console),
    };
    let outcome = asked.iter().fold(Outcome::Done, |outcome, (_, asked)| outcome.or_worse(asked.outcome()));
    outcome.after(said)
}

fn is_refusal(registration: &Registration) -> bool {
    !matches!(registration.status(), RegistrationStatus::Created | RegistrationStatus::Exists)
}

fn row<'a>(id: &'a DeviceId, asked: &Asked<Registration>) -> Row<'a> {
    let (result, error) = match asked {
        Asked::Failed(error) => ("failed", Some(crate::outcome::why(error))),
        Asked::Yes(registration) | Asked::No(registration) => match registration.status() {
            RegistrationStatus::Created => ("created", None),
            RegistrationStatus::Exists => ("exists", None),
            RegistrationStatus::Refused(Some(error)) => ("refused", Some(error.to_string())),
            _ => ("refused", Some("the authority does not say why".to_owned())),
        },
    };
    Row { id, result, error }
}

fn table(rows: &[Row<'_>]) -> Table<3> {
    let mut table = Table::new(["DEVICE", "RESULT", "ERROR"]);
    for Row { id, result, error } in rows {
        let look = if error.is_some() { Look::Bad } else { Look::Good };
        table.row([(id.as_str(), Look::Plain), (result, look), (error.as_deref().unwrap_or("-"), Look::Plain)]);
    }
    table
}
