//! `devices list`: what is there, and never less than that without a word.

use serde_json::json;

use crate::organisation::{Answer, Organisation, command, scripted};
use machineid_guard_tests::scripted::{self as wire, Cue};

const DEVICES: [&str; 4] = [
    "openai-agent:prod:payments:01",
    "openai-agent:prod:payments:02",
    "openai-agent:prod:tool-server:01",
    "the-old-one",
];

#[test]
fn the_table_has_each_device_with_its_surface_instance_and_state() {
    let organisation = Organisation::of(&DEVICES);
    organisation.authority.revoke(DEVICES[1]).expect("it is there");
    let answer = organisation.run(&["devices", "list"]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    let rows: Vec<Vec<&str>> = answer.out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(
        rows,
        [
            ["DEVICE", "SURFACE", "INSTANCE", "STATE"],
            [DEVICES[0], "payments", "01", "active"],
            [DEVICES[1], "payments", "02", "revoked"],
            [DEVICES[2], "tool-server", "01", "active"],
            [DEVICES[3], "-", "-", "active"],
        ]
    );
}

#[test]
fn json_has_the_parts_of_an_id_and_its_state() {
    let organisation = Organisation::of(&DEVICES[1..]);
    let document = organisation.json(&["devices", "list", "the-old-one", "openai-agent:*:payments:*"]);
    let parts = |id: &str, parts: [Option<&str>; 4]| {
        let [service, env, surface, instance] = parts;
        json!({"id": id, "service": service, "env": env, "surface": surface, "instance": instance, "state": "active"})
    };
    let devices = [
        parts(DEVICES[3], [None; 4]),
        parts(DEVICES[1], [Some("openai-agent"), Some("prod"), Some("payments"), Some("02")]),
    ];
    assert_eq!(document, json!({"devices": devices, "unreadable": []}));
}

#[test]
fn a_pattern_matches_part_by_part_and_a_star_alone_matches_all() {
    let organisation = Organisation::of(&DEVICES);
    let listed = |pattern: &str| {
        let document = organisation.json(&["devices", "list", pattern]);
        document["devices"].as_array().expect("a list").len()
    };
    assert_eq!(listed("openai-agent:prod:payments:*"), 2);
    assert_eq!(listed("openai-agent:*:*:01"), 2);
    assert_eq!(listed("*:*:*:*"), 3);
    assert_eq!(listed("*"), 4);
    let said = organisation.run(&["devices", "list", "*:*:*:*"]).err;
    assert!(said.contains("1 of the organisation's devices have no four parts"), "{said}");
}

#[test]
fn a_device_or_a_pattern_that_is_not_there_is_said() {
    let organisation = Organisation::of(&DEVICES);
    let unknown = organisation.run(&["devices", "list", "openai-agent:prod:payments:03"]);
    assert_eq!(unknown.code, 1, "{unknown:?}");
    assert!(unknown.err.contains("there is no device openai-agent:prod:payments:03"), "{unknown:?}");
    let nothing = organisation.run(&["devices", "list", "openai-agent:prod:paymants:*"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (2, ""));
    assert!(nothing.err.contains("no device matches \"openai-agent:prod:paymants:*\""), "{nothing:?}");
    assert_eq!(organisation.run(&["devices", "list", "a:*:*:*", "--allow-empty"]).code, 0);
    let empty = Organisation::of(&[]);
    assert_eq!(empty.json(&["devices", "list"]), json!({"devices": [], "unreadable": []}));
}

#[test]
fn the_largest_plan_with_long_ids_is_listed_whole() {
    let entry = |id: usize| format!(r#"{{"deviceId":"{}:prod:payments:{id:04}","status":"active"}}"#, "a".repeat(200));
    let list = format!(r#"{{"devices":[{}]}}"#, (0..1000).map(entry).collect::<Vec<_>>().join(","));
    assert!(list.len() > 3 * (64 << 10));
    let authority = scripted(says(list));
    let answer = Answer::of(&mut command(&authority.base_url(), &["devices", "list", "*:prod:payments:*", "--json"]));
    assert_eq!((answer.code, answer.json()["devices"].as_array().expect("a list").len()), (0, 1000));

    let endless = scripted(says(format!(r#"{{"devices":[],"padding":"{}"}}"#, "a".repeat(4 << 20))));
    let answer = Answer::of(&mut command(&endless.base_url(), &["devices", "list"]));
    assert!(answer.code == 5 && answer.err.contains("over 4 MiB of a list"), "{answer:?}");
}

/// Answers every question with this.
fn says(body: impl Into<String>) -> wire::Play {
    let body = body.into();
    std::sync::Arc::new(move |cue| match cue {
        Cue::Accepted => Vec::new(),
        Cue::Asked { .. } => vec![wire::json(&body)],
    })
}

#[test]
fn an_answer_without_a_list_is_no_empty_list() {
    for body in ["{}", r#"{"devices":{}}"#, r#"{"devices":null,"status":"ok"}"#, r#"{"items":[]}"#] {
        let authority = scripted(says(body));
        let answer = Answer::of(&mut command(&authority.base_url(), &["devices", "list", "--json"]));
        assert_eq!((answer.code, answer.out.as_str()), (5, ""), "{body}");
        assert!(answer.err.contains("holds no list of devices"), "{answer:?}");
    }
}
