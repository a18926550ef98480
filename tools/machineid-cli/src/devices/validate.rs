//! `machineid devices validate`

use machineid_guard::{Client, Decision, DeviceId, Verdict};
use serde::Serialize;

use crate::console::{Console, Format, Look};
use crate::devices::asked::{self, Asked};
use crate::outcome::{Outcome, Stop, why};
use crate::table::Table;

#[derive(Serialize)]
struct Document<'a> {
    devices: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a DeviceId,
    /// `None` where there is no answer.
    allowed: Option<bool>,
    code: Option<&'a str>,
    request_id: Option<&'a str>,
    error: Option<String>,
}

/// Asks for each whether it may work at this moment, as its own program does.
pub(crate) async fn run(console: &Console, client: &Client, devices: &[DeviceId]) -> Result<Outcome, Stop> {
    let mut asked = Vec::new();
    for device in devices {
        let is_denied = |decision: &Decision| decision.verdict() == Verdict::Denied;
        asked.push((device, Asked::of(client.validate(device).await, is_denied)));
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

fn row<'a>(id: &'a DeviceId, asked: &'a Asked<Decision>) -> Row<'a> {
    match asked {
        Asked::Failed(error) => Row { id, allowed: None, code: None, request_id: None, error: Some(why(error)) },
        Asked::Yes(decision) | Asked::No(decision) => Row {
            id,
            allowed: Some(decision.verdict() == Verdict::Allowed),
            code: decision.code().map(machineid_guard::Token::as_str),
            request_id: decision.request_id().map(machineid_guard::Token::as_str),
            error: None,
        },
    }
}

fn table(rows: &[Row<'_>]) -> Table<4> {
    let mut table = Table::new(["DEVICE", "ANSWER", "CODE", "REQUEST"]);
    for Row { id, allowed, code, request_id, error } in rows {
        let answer = match allowed {
            Some(true) => ("allowed", Look::Good),
            Some(false) => ("denied", Look::Bad),
            None => ("none", Look::Uncertain),
        };
        let code = error.as_deref().or(*code).unwrap_or("-");
        let request = request_id.unwrap_or("-");
        table.row([(id.as_str(), Look::Plain), answer, (code, Look::Plain), (request, Look::Plain)]);
    }
    table
}
