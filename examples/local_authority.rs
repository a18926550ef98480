//! Serves a MachineID-compatible authority on this machine until Ctrl-C.
//!
//! ```text
//! cargo run --example local_authority -- --port 8181 --org-key org_local --plan pro
//! ```
//!
//! The first line on stdout is one JSON object, for a script that starts this program and wants to
//! know where to ask: `{"base_url":"http://127.0.0.1:8181","org_key":"org_local"}`. Everything for
//! people goes to stderr. Lines typed on stdin are the operator's console: `help` lists them.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use machineid_guard::local::{DeviceState, LocalAuthority, Plan};

const USAGE: &str = "\
usage: local_authority [--port PORT] [--org-key KEY] [--plan free|pro|scale|max]
  --port PORT    the port on 127.0.0.1; 0, the default, picks a free one
  --org-key KEY  the key that every request has to bring; the default is org_local
  --plan PLAN    how many devices may be active: free 3 (the default), pro 25, scale 250, max 1000";

const CONSOLE: &str = "\
revoke ID    deny one device from its next validate on
restore ID   let it work again
remove ID    forget it
disable      deny every device of the organisation
enable       lift that
plan PLAN    change to free, pro, scale or max
list         show the devices
help         show this";

#[derive(Default)]
struct Arguments {
    port: u16,
    org_key: Option<String>,
    plan: Plan,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = match std::env::args_os().skip(1).map(std::ffi::OsString::into_string).collect() {
        Ok(arguments) => arguments,
        Err(argument) => return refuse(&format!("the argument {:?} is not UTF-8", argument.to_string_lossy())),
    };
    if arguments.iter().any(|argument| argument == "--help") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match read_arguments(arguments) {
        Ok(arguments) => serve(arguments),
        Err(problem) => refuse(&problem),
    }
}

fn refuse(problem: &str) -> ExitCode {
    eprintln!("local_authority: {problem}\n{USAGE}");
    ExitCode::from(2)
}

fn read_arguments(arguments: Vec<String>) -> Result<Arguments, String> {
    let mut read = Arguments::default();
    let mut arguments = arguments.into_iter();
    while let Some(name) = arguments.next() {
        if !["--port", "--org-key", "--plan"].contains(&name.as_str()) {
            return Err(format!("there is no argument {name:?}"));
        }
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value after it"))?;
        match name.as_str() {
            "--port" => {
                read.port =
                    value.parse().map_err(|_| format!("--port takes a number from 0 to 65535, not {value:?}"))?;
            }
            "--plan" => {
                read.plan =
                    value.parse().map_err(|_| format!("--plan takes free, pro, scale or max, not {value:?}"))?;
            }
            _ => read.org_key = Some(value),
        }
    }
    Ok(read)
}

fn serve(arguments: Arguments) -> ExitCode {
    let mut builder = LocalAuthority::builder().port(arguments.port).plan(arguments.plan);
    if let Some(org_key) = arguments.org_key {
        builder = builder.org_key(org_key);
    }
    let authority = match builder.start() {
        Ok(authority) => Arc::new(authority),
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
            return refuse(&format!("--org-key: {error}"));
        }
        Err(error) => {
            eprintln!(
                "local_authority: cannot listen on port {}: {error}; choose another --port, or 0",
                arguments.port
            );
            return ExitCode::FAILURE;
        }
    };
    if let Err(error) = announce(&authority) {
        eprintln!("local_authority: cannot write to stdout: {error}");
        return ExitCode::FAILURE;
    }
    let operated = Arc::clone(&authority);
    thread::spawn(move || operate(&operated));
    loop {
        thread::sleep(Duration::from_mins(1));
        // Nobody reads the log of requests here, and this may serve for days.
        authority.clear_requests();
    }
}

/// Both values are visible ASCII, for which Rust's and JSON's quotation marks and escapes agree.
fn announce(authority: &LocalAuthority) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, r#"{{"base_url":{:?},"org_key":{:?}}}"#, authority.base_url(), authority.org_key())?;
    stdout.flush()
}

/// Carries out the lines of stdin. Its end is not the end of the authority: a script that starts
/// this program may have no stdin to offer.
fn operate(authority: &LocalAuthority) {
    eprintln!("serving until Ctrl-C; type help for the operator's console");
    for line in io::stdin().lock().lines() {
        match line {
            Ok(line) => match carry_out(authority, line.trim()) {
                Ok(report) if report.is_empty() => {}
                Ok(report) => eprintln!("{report}"),
                Err(problem) => eprintln!("not done: {problem}"),
            },
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                eprintln!("not done: the line is not UTF-8");
            }
            Err(_) => return,
        }
    }
}

fn carry_out(authority: &LocalAuthority, line: &str) -> Result<String, String> {
    let (order, subject) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let subject = subject.trim();
    match (order, subject) {
        ("", _) => Ok(String::new()),
        ("help", "") => Ok(CONSOLE.to_owned()),
        ("list", "") => Ok(device_list(authority)),
        ("disable", "") => {
            authority.disable_org();
            Ok("every device is denied from its next validate on".to_owned())
        }
        ("enable", "") => {
            authority.enable_org();
            Ok("the organisation is enabled; revoked devices stay revoked".to_owned())
        }
        ("revoke" | "restore" | "remove" | "plan", "") => Err(format!("{order} needs to know what: type help")),
        ("revoke", device) => report(authority.revoke(device), device, "revoked"),
        ("restore", device) => report(authority.restore(device), device, "restored"),
        ("remove", device) => report(authority.remove(device), device, "removed"),
        ("plan", name) => {
            let plan: Plan = name.parse().map_err(|error| format!("{error}"))?;
            authority.set_plan(plan);
            Ok(format!("plan {plan}: {} devices", plan.limit()))
        }
        _ => Err(format!("{line:?} is not an order: type help")),
    }
}

fn report<E: std::fmt::Display>(outcome: Result<(), E>, device: &str, done: &str) -> Result<String, String> {
    outcome.map_err(|error| error.to_string())?;
    Ok(format!("{device} is {done}"))
}

fn device_list(authority: &LocalAuthority) -> String {
    let lines: Vec<String> = authority
        .devices()
        .iter()
        .map(|device| {
            let state = match device.state() {
                DeviceState::Active => "active",
                DeviceState::Revoked => "revoked",
            };
            format!("{state:8} {}", device.id())
        })
        .collect();
    if lines.is_empty() { "no devices are registered".to_owned() } else { lines.join("\n") }
}
