//! A small agent for the tests of what holds for a whole process: the environment and the installed guard.
//!
//! Its argument says how it gets its guard. It calls one guarded function and prints one JSON object:
//! whether the body ran, and the denial.

use std::cell::Cell;

use machineid_guard::{AlreadyInstalled, Client, ConfigError, Denied, Guard, guarded_tool};
use serde_json::{Value, json};

#[guarded_tool]
fn search_orders(body_ran: &Cell<bool>) -> Result<(), Denied> {
    body_ran.set(true);
    Ok(())
}

#[guarded_tool]
async fn list_orders() -> Result<bool, Denied> {
    Ok(true)
}

fn main() {
    let how = std::env::args().nth(1).unwrap_or_default();
    let report = match how.as_str() {
        "call" => call(),
        "call-twice" => json!([call(), call()]),
        "call-from-spawned-task" => call_from_spawned_task(),
        "build" => refusal(Guard::from_env().map(drop)),
        "build-client" => refusal(Client::from_env().map(drop)),
        "install" => install().map_or_else(|error| json!({ "error": error }), |()| call()),
        "install-twice" => install_twice(),
        "install-and-enter" => install_and_enter(),
        _ => json!({ "error": format!("there is no {how:?}") }),
    };
    println!("{report}");
}

fn call() -> Value {
    let body_ran = Cell::new(false);
    let denied = search_orders(&body_ran).err();
    let text = denied.as_ref().map(ToString::to_string);
    json!({ "body_ran": body_ran.get(), "denied": denied, "text": text })
}

/// A task that a scope's future spawns is not inside of the scope.
fn call_from_spawned_task() -> Value {
    let outcome = || -> Result<Value, Box<dyn std::error::Error>> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build()?;
        let guard = Guard::builder().org_key("org_local").device_id("inside").base_url("http://127.0.0.1:9").build()?;
        let denied = runtime.block_on(guard.scope(async { tokio::spawn(list_orders()).await }))?.err();
        Ok(json!({ "body_ran": denied.is_none(), "denied": denied }))
    };
    outcome().unwrap_or_else(|error| json!({ "error": error.to_string() }))
}

fn refusal(outcome: Result<(), ConfigError>) -> Value {
    json!({ "error": outcome.err().map(|error| format!("{error} / {error:?}")) })
}

fn install() -> Result<(), String> {
    let guard = Guard::from_env().map_err(|error| error.to_string())?;
    guard.install().map_err(|error| error.to_string())
}

fn install_twice() -> Value {
    let first = install().err();
    let second: Result<(), AlreadyInstalled> = match device("second") {
        Ok(guard) => guard.install(),
        Err(error) => return json!({ "error": error.to_string() }),
    };
    json!({ "first": first, "second": second.err().map(|error| error.to_string()), "call": call() })
}

fn install_and_enter() -> Value {
    let installed = install().err();
    match device("scoped") {
        Ok(guard) => json!({ "error": installed, "inside": guard.enter(call), "outside": call() }),
        Err(error) => json!({ "error": error.to_string() }),
    }
}

/// Another guard of the same authority.
fn device(id: &str) -> Result<Guard, ConfigError> {
    machineid_guard::GuardBuilder::from_env()?.device_id(id).build()
}
