//! The report: who, why, when, and lines that anybody can look up again.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::agent::Kind;
use crate::organisation::Answer;
use crate::scene::{DEVICES, Scene};

fn sha256(bytes: &[u8]) -> String {
    let mut child = Command::new("sha256sum").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("coreutils");
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let out = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    out.split(' ').next().unwrap().to_owned()
}

#[test]
fn the_report_has_what_an_auditor_asks_for_and_says_what_it_is_not() {
    let scene = Scene::new("report");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let answer = scene.run(&[DEVICES[0], "--report", "weekly"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let report = answer.json();
    assert_eq!(report, serde_json::from_str::<Value>(&fs::read_to_string(scene.path("weekly.json")).unwrap()).unwrap());
    assert_eq!((&report["who"], &report["why"]), (&"a tester".into(), &"the weekly test".into()));
    assert_eq!(report["version"], env!("CARGO_PKG_VERSION"));
    let stop = &report["stops"][0];
    assert!(stop["in_force_at"].as_str() > stop["sent_at"].as_str(), "{stop:#}");
    assert_eq!((&stop["answer"]["allowed"], &stop["answer"]["code"]), (&false.into(), &"DEVICE_REVOKED".into()));
    let restored = &report["restores"][0];
    assert_eq!((&restored["now"], &restored["sent"]), (&"active".into(), &1.into()));
    let replica = &report["replicas"][0];
    assert_eq!(replica["version"], env!("CARGO_PKG_VERSION"));
    let latency = &replica["stop_latency"];
    assert!(
        latency["p50_ms"].as_f64() <= latency["max_ms"].as_f64() && latency["max_ms"].as_f64() > Some(0.0),
        "{latency}"
    );
    assert!(replica["first_denial"]["request_id"].is_string(), "{replica:#}");
    assert!(replica["first_denial"]["reached_at"].as_str() > stop["in_force_at"].as_str(), "{replica:#}");
    assert!(replica["last_work"]["reached_at"].as_str() < stop["in_force_at"].as_str(), "{replica:#}");

    let page = fs::read_to_string(scene.path("weekly.md")).unwrap();
    for said in
        ["PROVEN", "a tester", "the weekly test", "human oversight", "does not say that anything is compliant", "p50"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn the_document_names_its_fields() {
    let scene = Scene::new("fields");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let report = scene.run(&[DEVICES[0]]).json();
    let row = include_str!("../../../../docs/operate.md").lines().find_map(|line| line.strip_prefix("| `drill` | "));
    let documented: BTreeSet<&str> = row.expect("a row").split('`').skip(1).step_by(2).collect();
    assert_eq!(report.as_object().unwrap().keys().map(String::as_str).collect::<BTreeSet<_>>(), documented);
}

#[test]
fn the_lines_used_can_be_looked_up_by_their_hashes() {
    let scene = Scene::new("hashes");
    let agent = scene.agent(DEVICES[0], Kind::Honest);
    let report = scene.run(&[DEVICES[0]]).json();
    drop(agent);
    let trail = fs::read_to_string(scene.trail()).unwrap();
    let replica = &report["replicas"][0];
    let is_used = |line: &&str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let lines = &replica["lines"];
        line["run"] == replica["run"]
            && line["seq"].as_u64() >= lines["first"].as_u64()
            && line["seq"].as_u64() <= lines["last"].as_u64()
    };
    let used: Vec<&str> = trail.lines().filter(is_used).collect();
    assert_eq!(replica["lines"]["count"], used.len());
    assert_eq!(replica["lines"]["sha256"], sha256(format!("{}\n", used.join("\n")).as_bytes()));
    for cited in ["last_work", "first_denial", "allowed_again"] {
        let seq = replica[cited]["seq"].as_u64().expect("a number");
        let line = trail.lines().find(|line| line.contains(&format!("\"seq\":{seq},"))).expect("it is there");
        assert_eq!(replica[cited]["sha256"], sha256(line.as_bytes()), "{cited}");
    }
}

#[test]
fn without_json_the_report_is_a_page() {
    let scene = Scene::new("page");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let arguments = [
        "drill",
        DEVICES[0],
        "--audit",
        "decisions.jsonl",
        "--by",
        "a | tester",
        "--reason",
        "x",
        "--yes",
        "--hold",
        "100ms",
    ];
    let answer = Answer::of(scene.organisation.command(&arguments).current_dir(&scene.folder));
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.out.starts_with("# Stop drill ") && answer.out.contains("| who | a \\| tester |"), "{}", answer.out);
    assert!(!answer.out.contains("\\u{"), "{}", answer.out);
    assert_eq!(fs::read_dir(&scene.folder).unwrap().count(), 1, "no note is left");
}
