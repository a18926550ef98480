//! What an authority may answer, and what must not come of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use machineid_guard_tests::scripted::{self as wire, Cue, Play, Scripted, Step, http};
use serde_json::json;

use crate::organisation::{Answer, KEY, command};

const DEVICE: &str = "openai-agent:prod:payments:01";
const REVOKE: [&str; 6] = ["devices", "revoke", DEVICE, "--yes", "--reason", "x"];
const ACTIVE: &str = r#"{"devices":[{"deviceId":"openai-agent:prod:payments:01","status":"active"}]}"#;
const REVOKED: &str = r#"{"devices":[{"deviceId":"openai-agent:prod:payments:01","status":"revoked"}]}"#;

/// Answers to `list` with these in turn, the last again and again, and to everything else with that.
fn authority(lists: Vec<Step>, rest: Step) -> Scripted {
    let asked = AtomicUsize::new(0);
    let play: Play = Arc::new(move |cue| match cue {
        Cue::Accepted => Vec::new(),
        Cue::Asked { request, .. } if request.target() == "/api/v1/devices/list" => {
            let nth = asked.fetch_add(1, Ordering::SeqCst).min(lists.len() - 1);
            vec![lists[nth].clone()]
        }
        Cue::Asked { request, .. } if request.target() == "/api/v1/usage" => {
            vec![wire::json(r#"{"limit":3,"devicesUsed":1}"#)]
        }
        Cue::Asked { .. } => vec![rest.clone()],
    });
    Scripted::start(play).expect("a port")
}

fn run(authority: &Scripted, arguments: &[&str]) -> Answer {
    Answer::of(&mut command(&authority.base_url(), arguments))
}

fn orders(authority: &Scripted) -> usize {
    authority.requests().iter().filter(|request| request.target() == "/api/v1/devices/revoke").count()
}

fn failed(status: &str) -> Step {
    Step::Say(http(status, "", b"{}"))
}

#[test]
fn a_lost_answer_is_no_second_order_and_the_list_says_what_is_true() {
    let lost = authority(vec![wire::json(ACTIVE), wire::json(REVOKED)], Step::Reset);
    let answer = run(&lost, &REVOKE);
    assert_eq!((answer.code, orders(&lost)), (0, 1), "{answer:?}");
    assert!(answer.out.contains("revoked") && answer.out.contains("failed: the connection ended"), "{answer:?}");

    let not_done = authority(vec![wire::json(ACTIVE)], Step::Fin);
    let answer = run(&not_done, &REVOKE);
    assert_eq!((answer.code, orders(&not_done)), (5, 1), "{answer:?}");
    assert!(answer.err.contains("0 of 1 revoked now, 1 NOT"), "{answer:?}");
}

#[test]
fn an_acknowledged_order_that_the_list_does_not_show_is_not_done() {
    let unknown = r#"{"devices":[{"deviceId":"openai-agent:prod:payments:01"}]}"#;
    let twice = r#"{"devices":[{"deviceId":"openai-agent:prod:payments:01","status":"revoked"},
        {"deviceId":"openai-agent:prod:payments:01","status":"active"}]}"#;
    let other_way = r#"{"devices":[{"deviceId":"openai-agent:prod:payments:01","status":"active"},
        {"deviceId":"openai-agent:prod:payments:01","status":"revoked"}]}"#;
    for list in [ACTIVE, unknown, twice, other_way, r#"{"devices":[]}"#] {
        let answer =
            run(&authority(vec![wire::json(ACTIVE), wire::json(list)], wire::json(r#"{"status":"ok"}"#)), &REVOKE);
        assert_eq!(answer.code, 1, "{list}: {answer:?}");
        assert!(answer.err.contains("0 of 1 revoked now, 1 NOT"), "{answer:?}");
    }
}

#[test]
fn a_replica_that_came_meanwhile_is_said() {
    let both = r#"{"devices":[{"deviceId":"openai-agent:prod:payments:01","status":"revoked"},
        {"deviceId":"openai-agent:prod:payments:02","status":"active"},
        {"deviceId":"openai-agent:prod:payments:03","status":"revoked"},
        {"deviceId":"openai-agent:prod:search:02","status":"active"}]}"#;
    let came = || authority(vec![wire::json(ACTIVE), wire::json(both)], wire::json(r#"{"status":"ok"}"#));
    let answer = run(&came(), &["devices", "revoke", "*:*:payments:*", "--yes", "--reason", "x"]);
    assert_eq!(answer.code, 1, "{answer:?}");
    assert!(answer.out.contains("openai-agent:prod:payments:02  active   none: it came meanwhile"), "{answer:?}");
    assert!(answer.err.contains("1 more match that came meanwhile"), "{answer:?}");
    assert!(!answer.out.contains("payments:03") && !answer.out.contains("search"), "{answer:?}");
    assert_eq!(run(&came(), &REVOKE).code, 0, "who names a device means that one");
}

#[test]
fn what_cannot_be_read_back_is_not_claimed() {
    for list in [wire::json("{}"), wire::json("[]"), failed("HTTP/1.1 500 Broken"), Step::Fin] {
        let answer = run(&authority(vec![wire::json(ACTIVE), list], wire::json(r#"{"status":"ok"}"#)), &REVOKE);
        assert_eq!(answer.code, 5, "{answer:?}");
        assert!(answer.out.contains("not read") && answer.out.contains("acknowledged"), "{answer:?}");
        assert!(answer.err.contains("what is true now could not be read back"), "{answer:?}");
        assert!(!answer.err.contains("1 of 1"), "{answer:?}");
    }
}

#[test]
fn an_authority_that_hangs_or_wants_fewer_questions_failed() {
    let hangs = authority(vec![Step::Hang], Step::Hang);
    for arguments in [&["devices", "list"][..], &["devices", "validate", DEVICE], &["watch"], &REVOKE] {
        let answer = run(&hangs, &[arguments, &["--timeout", "200ms"]].concat());
        assert_eq!(answer.code, 5, "{answer:?}");
        let said = format!("{}{}", answer.out, answer.err);
        assert!(said.contains("the authority did not answer in time"), "{arguments:?}: {said}");
    }
    let limits = authority(vec![wire::json(ACTIVE)], failed("HTTP/1.1 429 Slowly"));
    let answer = run(&limits, &REVOKE);
    assert_eq!((answer.code, orders(&limits)), (5, 1), "{answer:?}");
    assert!(answer.out.contains("HTTP 429"), "{answer:?}");
}

#[test]
fn a_list_that_cannot_be_read_does_not_keep_a_device_from_being_stopped() {
    let broken = authority(vec![failed("HTTP/1.1 500 Broken"), wire::json(REVOKED)], wire::json(r#"{"status":"ok"}"#));
    let answer = run(&broken, &REVOKE);
    assert_eq!((answer.code, orders(&broken)), (0, 1), "{answer:?}");
    assert!(answer.err.contains("the orders are sent all the same"), "{answer:?}");

    let pattern = run(&broken, &["devices", "list"]);
    assert_eq!(pattern.code, 0);
    let broken = authority(vec![wire::json("{}")], wire::json(r#"{"status":"ok"}"#));
    let answer = run(&broken, &["devices", "revoke", "openai-agent:*:*:*", "--yes", "--reason", "x"]);
    assert_eq!((answer.code, orders(&broken)), (5, 0), "{answer:?}");
    assert!(answer.err.contains("no pattern can be looked up"), "{answer:?}");
}

#[test]
fn an_entry_that_cannot_be_shown_is_escaped_and_never_passed_over() {
    let list = "{\"devices\":[{\"deviceId\":\"openai-agent:prod:payments:01\",\"status\":\"active\"},
        {\"deviceId\":\"openai-agent:prod:payments:\\u001b[2J\\u202e\",\"status\":\"active\"},{\"status\":\"active\"}]}";
    let authority = authority(vec![wire::json(list)], wire::json("{\"status\":\"ok\"}"));
    for arguments in [
        &["devices", "list"][..],
        &["devices", "list", "--json"],
        &["devices", "list", "openai-agent:prod:payments:*"],
        &["devices", "revoke", "openai-agent:prod:payments:*", "--yes", "--reason", "x"],
    ] {
        // As on a terminal: a pipe gets no escapes in any case.
        let mut command = command(&authority.base_url(), arguments);
        let answer = Answer::of(command.env("CLICOLOR_FORCE", "1"));
        assert_eq!(answer.code, 1, "what could not be compared may have been meant: {answer:?}");
        assert!(answer.err.contains("2 entries") && answer.err.contains(r"\u{1b}[2J"), "{answer:?}");
        for said in [&answer.out, &answer.err] {
            assert!(!said.contains("\u{1b}[2J") && !said.contains('\u{202e}'), "{said:?}");
        }
    }
    let document = run(&authority, &["devices", "list", "--json"]);
    assert!(document.out.contains(r"\u001b[2J") && document.json()["unreadable"].as_array().unwrap().len() == 2);
}

#[test]
fn words_of_the_command_line_are_escaped() {
    let authority = authority(vec![wire::json(ACTIVE)], wire::json("{}"));
    for arguments in [
        &["devices", "list", "a\u{1b}[2Jb"][..],
        &["devices", "list", "a\u{1b}[2Jb:*"],
        &["devices", "list", "a\u{1b}[2Jb:*:*:*"],
        &["devices", "register", "a\u{1b}[2Jb"],
        &["devices", "revoke", "a\u{1b}[2Jb", "--yes", "--reason", "x"],
        &["devices", "revoke", DEVICE, "--yes", "--reason", "a\u{1b}[2Jb"],
        &["devices", "list", "--a\u{1b}[2Jb"],
        &["devices", "a\u{1b}[2Jb"],
        &["devices", "list", "--timeout", "a\u{1b}[2Jb"],
        &["check", "a\u{1b}[2Jb"],
        &["man", "a\u{1b}[2Jb"],
    ] {
        let answer = Answer::of(command(&authority.base_url(), arguments).env("CLICOLOR_FORCE", "1"));
        assert_eq!(answer.code, 2, "{arguments:?}: {answer:?}");
        assert!(!answer.err.contains("\u{1b}[2J") && !answer.err.is_empty(), "{arguments:?}: {answer:?}");
    }
    assert_eq!(authority.connections(), 0, "nobody is asked about what is refused here");
}

#[test]
fn a_key_that_the_authority_sends_back_is_not_shown() {
    let bodies = [
        json!({"error": KEY}),
        json!({"status": KEY, "error": KEY}),
        json!({"allowed": false, "code": KEY, "request_id": KEY}),
        json!({"planTier": KEY, "planState": KEY, KEY: KEY}),
        json!({"devices": [{"deviceId": KEY, "status": "active"}, {"deviceId": format!("\n{KEY}")}]}),
        json!({"devices": [], "request_id": KEY, "error": [KEY]}),
    ];
    let mut shown = 0;
    for body in bodies {
        let body = http("HTTP/1.1 200 OK", "", body.to_string().as_bytes());
        let everything: Play = Arc::new(move |cue| match cue {
            Cue::Accepted => Vec::new(),
            Cue::Asked { .. } => vec![Step::Say(body.clone())],
        });
        let authority = Scripted::start(everything).expect("a port");
        for arguments in [
            &["devices", "list"][..],
            &["devices", "list", "--json"],
            &["devices", "register", DEVICE],
            &["devices", "register", DEVICE, "--json"],
            &["devices", "validate", DEVICE],
            &["devices", "validate", DEVICE, "--json"],
            &["devices", "revoke", "*", "--yes", "--reason", "x"],
            &["devices", "revoke", DEVICE, "--yes", "--reason", "x", "--json"],
            &["usage"],
            &["usage", "--json"],
        ] {
            // The answer itself is looked at where it is read.
            let answer = run(&authority, arguments);
            shown += usize::from(answer.out.contains("(the key)") || answer.err.contains("(the key)"));
        }
    }
    assert!(shown >= 10, "the answers did hold it: {shown}");
}
