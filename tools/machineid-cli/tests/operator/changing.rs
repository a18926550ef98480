//! `devices revoke`, `restore` and `remove`: what was planned, what was done, and what is true then.

use machineid_guard::local::Plan;
use serde_json::{Value, json};

use crate::agent;
use crate::organisation::Organisation;

const PAYMENTS: [&str; 2] = ["openai-agent:prod:payments:01", "openai-agent:prod:payments:02"];
const SEARCH: &str = "openai-agent:prod:search:01";
const ALL: [&str; 3] = [PAYMENTS[0], PAYMENTS[1], SEARCH];
const UNKNOWN: &str = "openai-agent:prod:payments:99";
const REVOKE: [&str; 5] = ["devices", "revoke", "--yes", "--reason", "runaway refunds"];

fn revoke<'a>(targets: &[&'a str]) -> Vec<&'a str> {
    [&REVOKE, targets].concat()
}

#[test]
fn a_pattern_is_stopped_and_the_rest_works_on() {
    let organisation = Organisation::of(&ALL);
    let answer = organisation.run(&revoke(&["openai-agent:prod:payments:*"]));
    assert_eq!(answer.code, 0, "{answer:?}");
    let expected = [format!("{} revoked", PAYMENTS[0]), format!("{} revoked", PAYMENTS[1]), format!("{SEARCH} active")];
    assert_eq!(organisation.devices(), expected);
    assert!(answer.err.contains("revoke 2 devices, because: runaway refunds"), "{answer:?}");
    assert!(answer.err.trim_end().ends_with("2 of 2 revoked now"), "{answer:?}");
    assert!(!answer.out.contains(SEARCH), "{answer:?}");
}

#[test]
fn it_ends_with_what_is_true_and_goes_on_where_one_is_refused() {
    let organisation = Organisation::of(&ALL);
    let answer = organisation.run(&revoke(&[UNKNOWN, PAYMENTS[0], PAYMENTS[0]]));
    assert_eq!(answer.code, 1, "{answer:?}");
    assert_eq!(organisation.devices()[0], format!("{} revoked", PAYMENTS[0]));
    assert_eq!(organisation.orders(), 2, "each once, whatever was answered");
    let rows: Vec<Vec<&str>> = answer.out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[1][..4], [UNKNOWN, "not", "listed", "refused:"], "{answer:?}");
    assert!(answer.out.contains("device_not_found"), "{answer:?}");
    assert_eq!(rows[2], [PAYMENTS[0], "revoked", "acknowledged"]);
    assert!(answer.err.contains("1 of 2 revoked now, 1 NOT"), "{answer:?}");
}

#[test]
fn json_has_for_each_device_what_was_answered_and_what_is_true() {
    let organisation = Organisation::of(&ALL);
    let answer = organisation.run(&[&revoke(&[PAYMENTS[1], UNKNOWN])[..], &["--json"]].concat());
    assert_eq!(answer.code, 1);
    let mut document = answer.json();
    for device in document["devices"].as_array_mut().expect("a list") {
        assert!(device["request_id"].as_str().is_some_and(|id| id.len() == 36), "{device}");
        device["request_id"] = Value::Null;
    }
    let expected = json!({
        "order": "revoke",
        "reason": "runaway refunds",
        "read_back": true,
        "devices": [
            {"id": PAYMENTS[1], "before": "active", "sent": "acknowledged", "error": null, "request_id": null,
             "now": "revoked", "as_asked": true},
            {"id": UNKNOWN, "before": null, "sent": "refused",
             "error": "the authority refused (HTTP 404): device_not_found", "request_id": null,
             "now": null, "as_asked": false},
        ],
        "newcomers": [],
    });
    assert_eq!(document, expected);
}

#[test]
fn a_restore_lets_work_go_on_and_is_not_sent_to_what_is_active() {
    let organisation = Organisation::of(&ALL);
    assert_eq!(organisation.run(&revoke(&["*"])).code, 0);
    organisation.authority.restore(SEARCH).expect("it is there");
    organisation.authority.clear_requests();
    let answer = organisation.run(&["devices", "restore", "*", "--yes"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert_eq!(organisation.devices(), ALL.map(|device| format!("{device} active")));
    assert_eq!(organisation.orders(), 2, "an order to what is active could only undo somebody else's revoke");
    assert!(answer.out.contains("not needed"), "{answer:?}");
    let nothing = organisation.run(&["devices", "restore", SEARCH]);
    assert_eq!(nothing.code, 0, "nobody is asked about nothing: {nothing:?}");
}

#[test]
fn a_device_that_is_revoked_is_revoked_again() {
    // The list was read a moment ago: somebody may have restored it since.
    let organisation = Organisation::of(&ALL);
    for _ in 0..2 {
        assert_eq!(organisation.run(&revoke(&[SEARCH])).code, 0);
    }
    assert_eq!(organisation.orders(), 2);
}

#[test]
fn what_is_removed_is_gone_and_a_revoked_one_is_warned_of() {
    let organisation = Organisation::of(&ALL);
    organisation.authority.revoke(SEARCH).expect("it is there");
    let answer = organisation.run(&["devices", "remove", SEARCH, "--yes"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.err.contains("registered again, and active, when its program starts the next time"), "{answer:?}");
    assert!(answer.err.trim_end().ends_with("1 of 1 removed now"), "{answer:?}");
    assert_eq!(organisation.devices().len(), 2);
    let never = organisation.run(&["devices", "remove", SEARCH, "--yes"]);
    assert_eq!(never.code, 1, "a misspelt id removes nothing: {never:?}");
}

#[test]
fn on_a_full_plan_it_says_that_a_restore_may_be_refused_and_so_it_is() {
    let organisation = Organisation::on(Plan::Free, &ALL);
    let answer = organisation.run(&revoke(&[SEARCH]));
    assert_eq!(answer.code, 0, "a full plan stops no stop: {answer:?}");
    assert!(answer.err.contains("warning: the plan is full (3 of 3)"), "{answer:?}");
    let quiet = Organisation::of(&ALL).run(&revoke(&[SEARCH])).err;
    assert!(!quiet.contains("warning"), "{quiet}");

    assert_eq!(organisation.run(&["devices", "register", UNKNOWN]).code, 0, "it takes the slot");
    let refused = organisation.run(&["devices", "restore", SEARCH, "--yes"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("3 of the plan's 3 slots are taken, and 1 more are needed"), "{refused:?}");
    assert!(refused.out.contains("device_limit_reached") && refused.out.contains("revoked"), "{refused:?}");
    assert!(refused.err.contains("0 of 1 active now, 1 NOT"), "{refused:?}");
}

#[test]
fn nothing_is_changed_where_nobody_can_be_asked_or_there_is_no_reason() {
    let organisation = Organisation::of(&ALL);
    for (arguments, said) in [
        (&["devices", "revoke", "*", "--reason", "x"][..], "add --yes. Nothing was changed"),
        (&["devices", "restore", UNKNOWN], "add --yes. Nothing was changed"),
        (&["devices", "remove", "*"], "add --yes. Nothing was changed"),
        (&["devices", "revoke", "*", "--yes"], "--reason <REASON>"),
        (&["devices", "revoke", "*", "--yes", "--reason", " "], "the reason is blank"),
        (&["devices", "revoke", "--yes", "--reason", "x"], "<DEVICE>..."),
        (&["devices", "revoke", "openai-agent:prod:pay*", "--yes", "--reason", "x"], "is not of the form"),
        (&["devices", "revoke", "openai-agent:prod:pay*:01", "--yes", "--reason", "x"], "is not of the form"),
        (&["devices", "revoke", "openai-agent:prod:pay:01:*", "--yes", "--reason", "x"], "is not of the form"),
        (&["devices", "revoke", PAYMENTS[0], "a:b:c:*", "--yes", "--reason", "x"], "no device matches \"a:b:c:*\""),
        (&["devices", "register", "openai-agent:prod:pay:*"], "is a pattern: name the devices one by one"),
        (&["devices", "validate", "*"], "is a pattern"),
    ] {
        let answer = organisation.run(arguments);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{arguments:?}: {answer:?}");
        assert!(answer.err.contains(said), "{said:?} is not in {answer:?}");
    }
    assert_eq!(organisation.orders(), 0);
    let empty = organisation.run(&revoke(&["a:b:c:*", "--allow-empty"]));
    assert_eq!((empty.code, organisation.orders()), (0, 0));
    assert!(empty.err.contains("Nothing was done"), "{empty:?}");
    let document = organisation.json(&revoke(&["a:b:c:*", "--allow-empty"]));
    assert_eq!(document["devices"], json!([]), "whoever wants JSON gets it");
}

#[test]
fn a_program_that_runs_is_stopped_and_goes_on_after_a_restore() {
    let organisation = Organisation::of(&[]);
    let guard = organisation.authority.guard().device_id("openai-agent:prod:tool-server:01").build().expect("a guard");
    let mut effects = 0;
    guard.enter(|| agent::refund(&mut effects)).expect("nobody stopped it");
    assert_eq!(organisation.run(&revoke(&["*:prod:payments:*"])).code, 0, "it registered itself");
    for stopped in [agent::refund, agent::charge] {
        let denied = guard.enter(|| stopped(&mut effects)).expect_err("its surface is stopped");
        assert_eq!((denied.code(), effects), ("DEVICE_REVOKED", 1));
    }
    for other in [agent::search_orders, agent::send] {
        guard.enter(|| other(&mut effects)).expect("other surfaces are not");
    }
    assert_eq!(organisation.run(&["devices", "restore", "*:prod:payments:*", "--yes"]).code, 0);
    guard.enter(|| agent::refund(&mut effects)).expect("it was restored");
    assert_eq!(effects, 4);
}

#[test]
fn a_fleet_is_stopped_whole() {
    let fleet: Vec<String> = (0..200).map(|replica| format!("openai-agent:prod:payments:{replica:03}")).collect();
    let fleet: Vec<&str> = fleet.iter().map(String::as_str).collect();
    let organisation = Organisation::on(Plan::Scale, &fleet);
    let document = organisation.json(&revoke(&["*"]));
    let devices = document["devices"].as_array().expect("a list");
    assert_eq!(devices.len(), 200);
    for (device, id) in devices.iter().zip(&fleet) {
        assert_eq!((&device["id"], &device["as_asked"]), (&json!(id), &json!(true)), "in order, each with its answer");
    }
    assert!(organisation.devices().iter().all(|device| device.ends_with("revoked")));
}
