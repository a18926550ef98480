//! `machineid usage`

use machineid_guard::Client;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::console::{Console, Format, Look};
use crate::outcome::{Outcome, Stop};
use crate::table::Table;

#[derive(Serialize)]
struct Document<'a> {
    plan: Option<&'a str>,
    state: Option<&'a str>,
    limit: Option<u64>,
    used: Option<u64>,
    free: Option<u64>,
    /// As it came.
    answer: &'a Map<String, Value>,
}

/// The plan, and how much of it is taken.
pub(crate) async fn run(console: &Console, client: &Client) -> Result<Outcome, Stop> {
    let usage = client.usage().await?;
    let (limit, used) = (usage.limit(), usage.devices_used());
    let document = Document {
        plan: usage.plan_tier(),
        state: usage.json().get("planState").and_then(Value::as_str),
        limit,
        used,
        free: limit.zip(used).map(|(limit, used)| limit.saturating_sub(used)),
        answer: usage.json(),
    };
    if console.format() == Format::Json {
        console.document(&document)?;
        return Ok(Outcome::Done);
    }
    let number = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let numbers = [document.limit, document.used, document.free].map(number);
    let mut table = Table::new(["PLAN", "STATE", "LIMIT", "USED", "FREE"]);
    table.row([
        (document.plan.unwrap_or("-"), Look::Plain),
        (document.state.unwrap_or("-"), Look::Plain),
        (&numbers[0], Look::Plain),
        (&numbers[1], Look::Plain),
        (&numbers[2], if document.free == Some(0) { Look::Bad } else { Look::Plain }),
    ]);
    table.say(console)?;
    Ok(Outcome::Done)
}
