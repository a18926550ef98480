//! `check`: which revoke would stop something.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::organisation::{Answer, Organisation};

const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/operator/boundaries.json");
const TOOL_SERVER: &str = "openai-agent:prod:tool-server:01";
const PAYMENTS: &str = "openai-agent:prod:payments:01";
const EMAIL: &str = "openai-agent:prod:email:01";

#[test]
fn the_snapshot_is_one_as_a_programs_test_writes_it() {
    machineid_guard::assert_boundaries_match(SNAPSHOT);
}

fn rows(answer: &Answer) -> Vec<String> {
    let one_space = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    answer.out.lines().skip(1).map(one_space).collect()
}

#[test]
fn each_surface_of_a_replica_is_looked_up() {
    let organisation = Organisation::of(&[TOOL_SERVER, PAYMENTS]);
    let check = ["check", SNAPSHOT, "--device", TOOL_SERVER];
    let answer = organisation.run(&check);
    assert_eq!(answer.code, 1, "{answer:?}");
    let expected = [
        format!("(own) 1 {TOOL_SERVER} can be stopped"),
        format!("email 1 {EMAIL} a revoke would stop nothing"),
        format!("payments 2 {PAYMENTS} can be stopped"),
    ];
    assert_eq!(rows(&answer), expected);
    assert!(answer.err.contains("a revoke would stop nothing of, or not all of: email"), "{answer:?}");

    assert_eq!(organisation.run(&["devices", "register", EMAIL]).code, 0);
    organisation.authority.revoke(EMAIL).expect("it is there");
    let answer = organisation.run(&check);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    assert_eq!(rows(&answer)[1], format!("email 1 {EMAIL} is stopped"));
}

#[test]
fn one_replica_that_is_not_registered_is_enough() {
    let organisation = Organisation::of(&[TOOL_SERVER, PAYMENTS, EMAIL]);
    let other = "openai-agent:prod:tool-server:02";
    let answer = organisation.run(&["check", SNAPSHOT, "--device", TOOL_SERVER, "--device", other, "--json"]);
    assert_eq!(answer.code, 1);
    let surface = |surface: Value, boundaries: u64, part: &str| {
        json!({
            "surface": surface,
            "boundaries": boundaries,
            "devices": [
                {"id": format!("openai-agent:prod:{part}:01"), "state": "active"},
                {"id": format!("openai-agent:prod:{part}:02"), "state": null},
            ],
            "verdict": "stops_nothing",
        })
    };
    let surfaces = [
        surface(Value::Null, 1, "tool-server"),
        surface("email".into(), 1, "email"),
        surface("payments".into(), 2, "payments"),
    ];
    assert_eq!(answer.json(), json!({"surfaces": surfaces}));
}

#[test]
fn without_a_replica_the_name_of_the_surface_is_looked_for() {
    let organisation = Organisation::of(&[TOOL_SERVER, PAYMENTS, "openai-agent:dev:email:07"]);
    let answer = organisation.run(&["check", SNAPSHOT]);
    assert_eq!(answer.code, 1, "which device is the program's own is not in the snapshot");
    let expected = [
        "(own) 1 - unknown".to_owned(),
        "email 1 openai-agent:dev:email:07 can be stopped".to_owned(),
        format!("payments 2 {PAYMENTS} can be stopped"),
    ];
    assert_eq!(rows(&answer), expected);
    assert!(answer.err.contains("not known whether it can be stopped: (own)"), "{answer:?}");
    assert!(answer.err.contains("--device with the MACHINEID_DEVICE_ID"), "{answer:?}");
}

#[test]
fn a_surface_that_the_program_maps_is_said() {
    let organisation = Organisation::of(&["tool-server", "payments-device", EMAIL]);
    let check = ["check", SNAPSHOT, "--device", "tool-server", "--surface", "payments=payments-device"];
    let unmapped = organisation.run(&check);
    assert_eq!(unmapped.code, 2, "{unmapped:?}");
    assert!(unmapped.err.contains("--surface email=<device>"), "{unmapped:?}");
    let email = format!("email={EMAIL}");
    let mapped = [&check[..], &["--surface", &email]].concat();
    assert_eq!(organisation.run(&mapped).code, 0);
    let misspelt = organisation.run(&["check", SNAPSHOT, "--surface", "paymants=payments-device"]);
    assert_eq!(misspelt.code, 2);
    assert!(misspelt.err.contains("no boundary of the snapshot names it"), "{misspelt:?}");
    for word in ["payments", "=x", "payments=", "payments=*"] {
        assert_eq!(organisation.run(&["check", SNAPSHOT, "--surface", word]).code, 2, "{word}");
    }
}

#[test]
fn a_file_that_is_no_snapshot_is_refused() {
    let organisation = Organisation::of(&[TOOL_SERVER]);
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("snapshot-{}.json", std::process::id()));
    for (content, said) in [
        ("", "is no snapshot of boundaries"),
        ("{}", "is no snapshot of boundaries"),
        ("\"org_canary\"", "is no snapshot of boundaries"),
        ("[{\"kind\":\"before_tool_call\",\"name\":\"x\"}]", "is no snapshot of boundaries"),
        ("[{\"kind\":7,\"name\":\"x\",\"surface\":null,\"module\":\"m\"}]", "(line 1, column 10)"),
        ("[]", "has no boundary in it"),
        ("[{\"kind\":\"k\",\"name\":\"x\",\"surface\":\"a:\\u001b[2Jb\",\"module\":\"m\"}]", "the snapshot's surface"),
    ] {
        fs::write(&path, content).expect("a writable folder");
        let arguments = ["check", path.to_str().expect("ours"), "--device", TOOL_SERVER];
        let answer = Answer::of(organisation.command(&arguments).env("CLICOLOR_FORCE", "1"));
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{content}: {answer:?}");
        assert!(answer.err.contains(said), "{said:?} is not in {answer:?}");
        assert!(!answer.err.contains("\u{1b}[2J") && !answer.err.contains("org_canary"), "{answer:?}");
    }
    drop(fs::remove_file(&path));
    let missing = organisation.run(&["check", path.to_str().expect("ours")]);
    assert!(missing.code == 2 && missing.err.contains("cannot be read: entity not found"), "{missing:?}");
    assert_eq!(organisation.run(&["check", env!("CARGO_TARGET_TMPDIR")]).code, 2, "a folder");
}
