//! A pipe that is closed, and Ctrl-C in the middle of orders.

use std::process::Stdio;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use machineid_guard_tests::scripted::{self as wire, Cue, Gate, Play, Scripted, Step};

use crate::child::Running;
use crate::organisation::{Organisation, command};

const DEVICES: [&str; 2] = ["openai-agent:prod:payments:01", "openai-agent:prod:payments:02"];
const REVOKE: [&str; 6] = ["devices", "revoke", "*", "--yes", "--reason", "x"];

#[test]
fn a_closed_pipe_is_no_failure() {
    let organisation = Organisation::of(&DEVICES);
    for arguments in [
        &["devices", "list"][..],
        &["devices", "list", "--json"],
        &["devices", "validate", DEVICES[0]],
        &["usage"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
    ] {
        let mut command = organisation.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{arguments:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_said() {
    let organisation = Organisation::of(&DEVICES);
    for arguments in [&["devices", "list"][..], &["usage", "--json"], &REVOKE, &["man"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let mut command = organisation.command(arguments);
        let output = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(1) && said.contains("the output cannot be written"), "{said}");
    }
    assert!(organisation.devices().iter().all(|device| device.ends_with("revoked")));
}

#[test]
fn how_it_ended_counts_where_nobody_reads_it() {
    let organisation = Organisation::of(&DEVICES);
    for (arguments, code) in [
        (&[&REVOKE[..], &["nobody"]].concat()[..], 1),
        (&REVOKE, 0),
        (&["devices", "list", "nobody"], 1),
        (&["devices", "register", DEVICES[0]], 1),
        (&["devices", "validate", DEVICES[0]], 1),
        (&["check", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/operator/boundaries.json")], 1),
    ] {
        let mut child = organisation.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().expect("it ends").code(), Some(code), "{arguments:?}");
        assert!(organisation.devices().iter().all(|device| device.ends_with("revoked")));
    }
}

#[test]
fn ctrl_c_sends_no_further_order_and_says_which_were_not_sent() {
    let entries: Vec<String> = (10..30).map(|id| format!(r#"{{"deviceId":"{id}","status":"active"}}"#)).collect();
    let list = format!(r#"{{"devices":[{}]}}"#, entries.join(","));
    let gate = Gate::shut();
    let held = gate.clone();
    let play: Play = Arc::new(move |cue| match cue {
        Cue::Accepted => Vec::new(),
        Cue::Asked { request, .. } if request.target().ends_with("/revoke") => {
            vec![Step::Wait(held.clone()), wire::json(r#"{"status":"ok"}"#)]
        }
        Cue::Asked { .. } => vec![wire::json(&list)],
    });
    let authority = Scripted::start(play).expect("a port");
    let orders = || authority.requests().iter().filter(|request| request.target().ends_with("/revoke")).count();
    let running = Running::start(&mut command(&authority.base_url(), &REVOKE));
    let begun = Instant::now();
    while orders() < 8 {
        assert!(begun.elapsed() < Duration::from_secs(30), "no orders");
        thread::sleep(Duration::from_millis(5));
    }
    running.signal("INT");
    gate.open();
    let (code, out, err) = running.end();
    assert_eq!(code, Some(1));
    let count = |what: &str| out.iter().filter(|line| line.contains(what)).count();
    assert_eq!((orders(), count("acknowledged"), count("not_sent: interrupted")), (8, 8, 12), "{out:#?}");
    assert!(err.iter().any(|line| line.contains("0 of 20 revoked now, 20 NOT")), "{err:#?}");
}

#[test]
fn the_pages_name_every_command() {
    let organisation = Organisation::of(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = organisation.run(&["completions", shell]);
        assert!(script.code == 0 && script.out.contains("revoke"), "{shell}");
    }
    let page = organisation.run(&["man"]);
    for word in ["devices", "usage", "watch", "check", "MACHINEID_ORG_KEY_FILE", "Exit status"] {
        assert!(page.out.contains(&word.replace('-', "\\-")), "{word}: {}", page.out);
    }
    assert!(organisation.run(&["man", "devices", "revoke"]).out.contains("\\-\\-reason"));
    let unknown = organisation.run(&["man", "devices", "explode"]);
    assert!(unknown.code == 2 && unknown.err.contains("there is no command \"explode\""), "{unknown:?}");
    let version = organisation.run(&["--version"]);
    assert_eq!(version.out, format!("machineid {}\n", env!("CARGO_PKG_VERSION")));
}
