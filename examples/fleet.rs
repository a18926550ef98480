//! A fleet of 25 devices: each replica has an identity of its own, so each can be stopped alone.
//!
//! `cargo run --example fleet`. It needs no account and no network: the authority that it asks is a local
//! one. Watch the columns: one revoked replica stops, its 24 neighbours work on; a 26th device finds no
//! room in the plan; and one order stops the whole fleet at its next boundary.

use std::process::ExitCode;

use machineid_guard::local::{ConsoleError, LocalAuthority, Plan};
use machineid_guard::{ConfigError, Denied, Guard, guarded_tool};

/// The surfaces of the fleet, and how many replicas each has: 25 devices, as many as the pro plan holds.
const FLEET: [(&str, u32); 4] = [("tool-server", 10), ("payments", 4), ("email", 4), ("cron", 7)];
const REVOKED: &str = "openai-agent:prod:payments:02";
const ONE_TOO_MANY: &str = "openai-agent:prod:cron:08";

/// What every replica does, over and over. The id is its answer, so a body that ran is one that answers.
#[guarded_tool]
async fn work(device: &str) -> Result<String, Denied> {
    Ok(device.to_owned())
}

/// One process of the fleet. In production this is `Guard::from_env()`, with `MACHINEID_DEVICE_ID` set by
/// whatever starts the replica.
struct Replica {
    device: String,
    guard: Guard,
    /// How it fared in each round.
    rounds: Vec<String>,
}

impl Replica {
    fn new(authority: &LocalAuthority, device: String) -> Result<Self, ConfigError> {
        let guard = authority.guard().device_id(&device).build()?;
        Ok(Self { device, guard, rounds: Vec::new() })
    }

    /// Reaches its next boundary, and compares what happens with what should.
    async fn round(&mut self, expected: Result<(), &str>) -> bool {
        let outcome = self.guard.scope(work(&self.device)).await;
        let came_out_so = match (&outcome, expected) {
            (Ok(device), Ok(())) => *device == self.device,
            (Err(denied), Err(code)) => denied.code() == code && denied.request_id().is_some(),
            _ => false,
        };
        let shown = outcome.map_or_else(|denied| denied.code().to_owned(), |_| "worked".to_owned());
        self.rounds.push(if came_out_so { shown } else { format!("{shown} (!)") });
        came_out_so
    }
}

fn fleet(authority: &LocalAuthority) -> Result<Vec<Replica>, ConfigError> {
    let numbered = |(surface, replicas)| (1..=replicas).map(move |number| (surface, number));
    let devices = FLEET.into_iter().flat_map(numbered);
    devices
        .map(|(surface, number)| Replica::new(authority, format!("openai-agent:prod:{surface}:{number:02}")))
        .collect()
}

/// Every replica reaches its next boundary. Returns how many did not fare as they should.
async fn round(fleet: &mut [Replica], expected: impl Fn(&str) -> Result<(), &'static str>) -> usize {
    let mut surprises = 0;
    for replica in fleet {
        let expected = expected(&replica.device);
        surprises += usize::from(!replica.round(expected).await);
    }
    surprises
}

async fn demonstrate(authority: &LocalAuthority, fleet: &mut [Replica]) -> Result<usize, ConsoleError> {
    let only_the_revoked = |device: &str| if device == REVOKED { Err("DEVICE_REVOKED") } else { Ok(()) };

    let mut surprises = round(fleet, |_| Ok(())).await;
    authority.revoke(REVOKED)?;
    surprises += round(fleet, only_the_revoked).await;
    authority.disable_org();
    surprises += round(fleet, |_| Err("ORG_DISABLED")).await;
    authority.enable_org();
    surprises += round(fleet, only_the_revoked).await;
    authority.restore(REVOKED)?;
    surprises += round(fleet, |_| Ok(())).await;
    Ok(surprises)
}

/// Whether the plan has no room for one more replica.
async fn is_refused(authority: &LocalAuthority) -> Result<bool, ConfigError> {
    let mut replica = Replica::new(authority, ONE_TOO_MANY.to_owned())?;
    let Err(denied) = replica.guard.startup().await else { return Ok(false) };
    println!("\nDevice 26 of a plan for 25: {denied}");
    let refused = denied.registration_error() == Some("device_limit_reached");
    let did_not_work = replica.round(Err(denied.code())).await;
    let not_added = authority.devices().iter().all(|device| device.id() != ONE_TOO_MANY);
    Ok(refused && did_not_work && not_added)
}

fn print_table(fleet: &[Replica]) {
    print_row("device", ["at first", "one revoked", "org disabled", "org enabled", "restored"].into_iter());
    for replica in fleet {
        print_row(&replica.device, replica.rounds.iter().map(String::as_str));
    }
}

fn print_row<'a>(device: &str, rounds: impl Iterator<Item = &'a str>) {
    print!("{device:<34}");
    for round in rounds {
        print!("  {round:<14}");
    }
    println!();
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let authority = LocalAuthority::builder().plan(Plan::Pro).start()?;
    let mut fleet = fleet(&authority)?;
    println!("A local authority answers at {}; {} replicas work.\n", authority.base_url(), fleet.len());

    let surprises = demonstrate(&authority, &mut fleet).await?;
    print_table(&fleet);
    let refused = is_refused(&authority).await?;

    let devices = authority.devices().len();
    if surprises > 0 || !refused || fleet.len() != Plan::Pro.limit() || devices != Plan::Pro.limit() {
        println!("\nNot as it should be: {surprises} surprises (!), {devices} devices, the 26th refused: {refused}.");
        return Ok(ExitCode::FAILURE);
    }
    println!("\nOne revoke stopped one replica, and one order stopped all {devices} at their next boundary.");
    Ok(ExitCode::SUCCESS)
}
