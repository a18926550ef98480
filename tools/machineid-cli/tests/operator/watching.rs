//! `watch`: every change, every gap, and an end in good order.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use machineid_guard_tests::scripted::{self as wire, Cue, Scripted, http};
use serde_json::{Value, json};

use crate::child::Running;
use crate::document;
use crate::organisation::{Organisation, command};

const DEVICE: &str = "openai-agent:prod:payments:01";
const OTHER: &str = "openai-agent:prod:search:01";

fn watch(organisation: &Organisation, arguments: &[&str]) -> Running {
    let arguments = [&["watch", "--interval", "100ms"], arguments].concat();
    let running = Running::start(&mut organisation.command(&arguments));
    assert!(running.aside().starts_with("watching "));
    running
}

/// A line without its time.
fn event(running: &Running) -> String {
    let line = running.line();
    let (at, event) = line.split_once("  ").expect("a time and an event");
    assert!(at.len() == 20 && at.ends_with('Z'), "{line}");
    event.to_owned()
}

fn object(running: &Running) -> Value {
    let mut value: Value = serde_json::from_str(&running.line()).expect("a line of JSON");
    assert!(value["at_ms"].take().as_u64().is_some_and(|at| at > 1_700_000_000_000));
    value
}

#[test]
fn each_change_is_a_line() {
    let organisation = Organisation::of(&[DEVICE, OTHER]);
    let running = watch(&organisation, &[]);
    organisation.authority.revoke(DEVICE).expect("it is there");
    assert_eq!(event(&running), format!("{DEVICE}  active -> revoked"));
    organisation.authority.restore(DEVICE).expect("it is there");
    assert_eq!(event(&running), format!("{DEVICE}  revoked -> active"));
    organisation.authority.remove(OTHER).expect("it is there");
    assert_eq!(event(&running), format!("{OTHER}  gone, was active"));
    assert_eq!(organisation.run(&["devices", "register", "new"]).code, 0);
    assert_eq!(event(&running), "new  appeared, active");
    running.signal("INT");
    let (code, out, err) = running.end();
    assert_eq!((code, out.len(), err.len()), (Some(0), 0, 0), "{out:?} {err:?}");
}

#[test]
fn a_pattern_keeps_the_rest_out() {
    let organisation = Organisation::of(&[DEVICE, OTHER]);
    let running = watch(&organisation, &["openai-agent:prod:payments:*"]);
    organisation.authority.revoke(OTHER).expect("it is there");
    organisation.authority.revoke(DEVICE).expect("it is there");
    assert_eq!(event(&running), format!("{DEVICE}  active -> revoked"));
    running.signal("TERM");
    assert_eq!(running.end().0, Some(0));
    let nothing = organisation.run(&["watch", "openai-agent:prod:paymants:*"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (2, ""));
}

#[test]
fn json_has_an_object_for_each_line() {
    let organisation = Organisation::of(&[DEVICE]);
    let running = watch(&organisation, &["--json"]);
    organisation.authority.revoke(DEVICE).expect("it is there");
    let changed = json!({"at_ms": null, "event": "changed", "id": DEVICE, "from": "active", "to": "revoked"});
    assert_eq!(object(&running), changed);
    organisation.authority.remove(DEVICE).expect("it is there");
    assert_eq!(object(&running), json!({"at_ms": null, "event": "gone", "id": DEVICE, "from": "revoked"}));
    assert_eq!(organisation.run(&["devices", "register", DEVICE]).code, 0);
    assert_eq!(object(&running), json!({"at_ms": null, "event": "appeared", "id": DEVICE, "to": "active"}));
    organisation.authority.stop();
    let unseen = object(&running);
    assert_eq!(unseen["event"], "unseen");
    assert!(unseen["why"].as_str().is_some_and(|why| why.starts_with("the authority cannot be reached")), "{unseen}");
    organisation.authority.restart().expect("the same port");
    let seen = loop {
        let next = object(&running);
        if next["event"] != "unseen" {
            break next;
        }
    };
    assert_eq!(seen, json!({"at_ms": null, "event": "seen"}));
    let documented = ["at_ms", "event", "from", "id", "to", "why"].map(str::to_owned);
    assert_eq!(document::documented("watch"), documented.into());
    running.signal("HUP");
    assert_eq!(running.end().0, Some(0));
}

#[test]
fn a_time_without_an_answer_is_said_and_what_changed_meanwhile_follows() {
    let organisation = Organisation::of(&[DEVICE]);
    let running = watch(&organisation, &[]);
    organisation.authority.stop();
    let begun = Instant::now();
    for _ in 0..3 {
        let line = event(&running);
        assert!(line.starts_with("-  unseen: the authority cannot be reached"), "{line}");
    }
    // 100 ms, then 200, then 400.
    assert!(begun.elapsed() > Duration::from_millis(600), "it asks less and less often: {:?}", begun.elapsed());
    organisation.authority.revoke(DEVICE).expect("it is there");
    organisation.authority.restart().expect("the same port");
    let next = loop {
        let line = event(&running);
        if !line.contains("unseen") {
            break line;
        }
    };
    assert_eq!(next, "-  seen again");
    assert_eq!(event(&running), format!("{DEVICE}  active -> revoked"));
    running.signal("INT");
    assert_eq!(running.end().0, Some(0));
}

#[test]
fn it_ends_where_nobody_reads_any_more() {
    let organisation = Organisation::of(&[DEVICE]);
    let arguments = ["watch", "--interval", "100ms"];
    let mut child = organisation.command(&arguments).stdout(Stdio::piped()).spawn().expect("the program runs");
    drop(child.stdout.take());
    let begun = Instant::now();
    let status = loop {
        // It learns that from the next line.
        drop(organisation.authority.revoke(DEVICE));
        thread::sleep(Duration::from_millis(50));
        drop(organisation.authority.restore(DEVICE));
        thread::sleep(Duration::from_millis(30));
        match child.try_wait().expect("a child") {
            Some(status) => break status,
            None => assert!(begun.elapsed() < Duration::from_secs(30), "it does not end"),
        }
    };
    assert_eq!(status.code(), Some(0));
}

#[test]
fn a_key_that_is_taken_back_ends_it() {
    let asked = AtomicUsize::new(0);
    let authority = Scripted::start(Arc::new(move |cue| match (cue, asked.load(Ordering::SeqCst)) {
        (Cue::Accepted, _) => Vec::new(),
        (Cue::Asked { .. }, 0) => {
            asked.store(1, Ordering::SeqCst);
            vec![wire::json(r#"{"devices":[]}"#)]
        }
        _ => vec![wire::Step::Say(http("HTTP/1.1 401 No", "", br#"{"error":"invalid_org_key"}"#))],
    }));
    let authority = authority.expect("a port");
    let running = Running::start(&mut command(&authority.base_url(), &["watch", "--interval", "100ms"]));
    assert_eq!(running.aside(), "watching 0 of 0 devices");
    let (code, out, err) = running.end();
    assert_eq!((code, out.len()), (Some(5), 0));
    assert!(err[0].contains("invalid_org_key: look at the key"), "{err:?}");
}
