//! A small agent for the tests of what holds for a whole process: the environment and the installed guard.
//!
//! Its argument says how it gets its guard. It calls one guarded function and prints one JSON object:
//! whether the body ran, and the denial.

use std::cell::Cell;

use machineid_guard::{
    AlreadyInstalled, Client, ConfigError, Denied, Guard, GuardBuilder, StartError, StartupReport, guarded_tool,
};
use serde_json::{Value, json};

// Comes to nothing in a program that is no test: this one reads its environment all the same.
machineid_guard::local::in_tests!();

#[guarded_tool]
fn search_orders(body_ran: &Cell<bool>) -> Result<(), Denied> {
    body_ran.set(true);
    Ok(())
}

/// A tool as an agent has it: it runs what the model says.
#[guarded_tool]
fn run_command(line: &str) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let output = std::process::Command::new("sh").args(["-c", line]).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[guarded_tool]
async fn list_orders() -> Result<bool, Denied> {
    Ok(true)
}

fn main() {
    let how = std::env::args().nth(1).unwrap_or_default();
    let report = match how.as_str() {
        "call" => call(),
        "call-a-command" => call_a_command(),
        "call-with-a-hook-that-panics" => call_with_a_hook_that_panics(),
        "call-twice" => json!([call(), call()]),
        "call-from-spawned-task" => call_from_spawned_task(),
        "build" => refusal(Guard::from_env().map(drop)),
        "build-pinned" => refusal(GuardBuilder::from_env().and_then(build_pinned)),
        "build-client" => refusal(Client::from_env().map(drop)),
        "install" => install().map_or_else(|error| json!({ "error": error }), |()| call()),
        "start" => started(Guard::start_blocking()),
        "start-async" => started(pollster::block_on(Guard::start())),
        "start-twice" => json!([started(Guard::start_blocking()), started(Guard::start_blocking())]),
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
    let agent_message = denied.as_ref().map(Denied::agent_message);
    json!({ "body_ran": body_ran.get(), "denied": denied, "text": text, "agent_message": agent_message })
}

/// The hook is told right before the body runs.
#[allow(clippy::panic, reason = "this is what a panic of the program does to a call")]
fn call_with_a_hook_that_panics() -> Value {
    match GuardBuilder::from_env().and_then(|guard| guard.on_decision(|_| panic!("a hook that panics")).build()) {
        Ok(guard) => guard.enter(call),
        Err(error) => json!({ "error": error.to_string() }),
    }
}

/// What a command finds in its own environment, and in that of the process that runs it.
fn call_a_command() -> Value {
    let [own, parents] = ["env", "tr '\\0' '\\n' < /proc/$PPID/environ"].map(run_command);
    match (own, parents) {
        (Ok(own), Ok(parents)) => json!({
            "sees_anything": own.contains("PATH=") && parents.contains("PATH="),
            "key_in_own": own.contains("canary"),
            "key_in_parents": parents.contains("canary"),
        }),
        (own, parents) => json!({ "error": format!("{:?} {:?}", own.err(), parents.err()) }),
    }
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

fn build_pinned(guard: GuardBuilder) -> Result<(), ConfigError> {
    guard.pinned_host("machineid.internal").build().map(drop)
}

/// A start, and the first call after it.
fn started(outcome: Result<StartupReport, StartError>) -> Value {
    match outcome {
        Ok(report) => json!({ "report": report, "call": call() }),
        Err(error) => json!({ "error": format!("{error:?}"), "call": call() }),
    }
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
    GuardBuilder::from_env()?.device_id(id).build()
}
