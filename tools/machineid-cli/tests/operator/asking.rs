//! `devices register`, `devices validate` and `usage`.

use machineid_guard::local::Plan;
use serde_json::json;

use crate::organisation::Organisation;

const FIRST: &str = "openai-agent:prod:payments:01";
const SECOND: &str = "openai-agent:prod:payments:02";

#[test]
fn registering_says_what_is_new_and_what_was_there() {
    let organisation = Organisation::of(&[FIRST]);
    let document = organisation.json(&["devices", "register", FIRST, SECOND]);
    let row = |id: &str, result: &str| json!({"id": id, "result": result, "error": null});
    assert_eq!(document, json!({"devices": [row(FIRST, "exists"), row(SECOND, "created")]}));
}

#[test]
fn a_refused_registration_is_said_and_the_others_go_on() {
    let organisation = Organisation::on(Plan::Free, &["a", "b", FIRST]);
    organisation.authority.revoke(FIRST).expect("it is there");
    let answer = organisation.run(&["devices", "register", FIRST, "c", "d", "a"]);
    assert_eq!(answer.code, 1, "{answer:?}");
    let rows: Vec<Vec<&str>> = answer.out.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(
        rows,
        [
            [FIRST, "refused", "device_revoked"],
            ["c", "created", "-"],
            ["d", "refused", "device_limit_reached"],
            ["a", "exists", "-"],
        ]
    );
}

#[test]
fn validating_answers_as_the_program_would_be_answered() {
    let organisation = Organisation::of(&[FIRST, SECOND]);
    organisation.authority.revoke(SECOND).expect("it is there");
    let allowed = organisation.json(&["devices", "validate", FIRST]);
    assert_eq!((&allowed["devices"][0]["allowed"], &allowed["devices"][0]["code"]), (&json!(true), &json!("ALLOW")));
    let answer = organisation.run(&["devices", "validate", FIRST, SECOND, "nobody", "--json"]);
    assert_eq!(answer.code, 1, "{answer:?}");
    let codes =
        answer.json()["devices"].as_array().expect("a list").iter().map(|row| row["code"].clone()).collect::<Vec<_>>();
    assert_eq!(codes, ["ALLOW", "DEVICE_REVOKED", "DEVICE_NOT_REGISTERED"]);
    organisation.authority.disable_org();
    let disabled = organisation.run(&["devices", "validate", FIRST]);
    assert!(disabled.code == 1 && disabled.out.contains("ORG_DISABLED"), "{disabled:?}");
}

#[test]
fn usage_has_the_plan_and_its_free_slots() {
    let organisation = Organisation::on(Plan::Free, &[FIRST, SECOND]);
    let mut document = organisation.json(&["usage"]);
    let answer = document["answer"].take();
    assert_eq!(document, json!({"plan": "free", "state": "active", "limit": 3, "used": 2, "free": 1, "answer": null}));
    assert_eq!(answer["planTier"], "free");
    let table = organisation.run(&["usage"]).out;
    let cells: Vec<&str> = table.split_whitespace().collect();
    assert_eq!(cells, ["PLAN", "STATE", "LIMIT", "USED", "FREE", "free", "active", "3", "2", "1"]);
}
