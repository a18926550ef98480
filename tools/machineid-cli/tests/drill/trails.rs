//! A trail that is torn, renamed, cut, of a killed process or of another machine.

use std::fs::{self, File};
use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::agent::Kind;
use crate::child::Running;
use crate::scene::{DEVICES, Scene, reasons};

fn append(scene: &Scene, text: &str) {
    let mut file = File::options().append(true).create(true).open(scene.trail()).expect("a trail");
    file.write_all(text.as_bytes()).expect("a disk");
}

/// Lets it come to its stop, does something, and gives its end.
fn disturbed(scene: &Scene, disturb: impl FnOnce()) -> (Option<i32>, String) {
    let running = Running::start(&mut scene.drill(&[DEVICES[0], "--hold", "1s"]));
    running.asides_until("stopped; watching the trails");
    disturb();
    let (code, out, err) = running.end();
    let report = serde_json::from_str(&out.join("\n")).unwrap_or_else(|error| panic!("{error}: {err:?}"));
    assert!(scene.is_restored());
    (code, reasons(&report))
}

#[test]
fn a_torn_line_of_before_stops_nothing() {
    let scene = Scene::new("torn-before");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    append(&scene, "{\"run\":\"0123\n");
    scene.organisation.authority.clear_requests();
    let answer = scene.run(&[DEVICES[0]]);
    assert_eq!((answer.code, scene.organisation.orders()), (3, 0), "{answer:?}");
    assert!(reasons(&answer.json()).contains("is torn"), "{answer:?}");
}

#[test]
fn a_line_that_is_torn_meanwhile_makes_the_drill_unproven() {
    let scene = Scene::new("torn-meanwhile");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let (code, reasons) = disturbed(&scene, || append(&scene, "{\"run\":\"0123\n"));
    assert!(code == Some(3) && reasons.contains("is torn"), "{reasons}");
}

#[test]
fn a_line_that_was_torn_long_ago_is_no_reason() {
    let scene = Scene::new("torn-long-ago");
    let run = "0".repeat(32);
    let begin =
        |seq| format!(r#"{{"run":"{run}","seq":{seq},"at_ms":1700000000000,"event":"begin","pid":1,"version":"0"}}"#);
    append(&scene, &format!("{}\n{{\"run\":\"0123\n{}\n", begin(0), begin(1)));
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let answer = scene.run(&[DEVICES[0]]);
    assert_eq!(answer.code, 0, "{answer:?}");
}

#[test]
fn a_trail_that_is_renamed_meanwhile_is_read_on() {
    let scene = Scene::new("renamed");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let (code, reasons) = disturbed(&scene, || {
        fs::rename(scene.trail(), scene.path("decisions.jsonl.1")).expect("our own file");
        append(&scene, "");
    });
    assert_eq!((code, reasons.as_str()), (Some(0), ""));
}

#[test]
fn a_replica_that_begins_in_the_new_file_meanwhile_is_seen() {
    let scene = Scene::new("newcomer");
    let other = crate::organisation::Organisation::of(&DEVICES);
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let mut newcomer = None;
    let (code, reasons) = disturbed(&scene, || {
        fs::rename(scene.trail(), scene.path("decisions.jsonl.1")).expect("our own file");
        // It asks an authority that nobody stopped anything at.
        newcomer = Some(crate::agent::Agent::start(&other.authority, DEVICES[0], &scene.trail(), Kind::Honest));
    });
    assert!(code == Some(1) && reasons.contains("after the stop"), "{reasons}");
}

#[test]
fn a_trail_that_is_cut_and_so_lacks_lines_makes_the_drill_unproven() {
    let scene = Scene::new("cut");
    let agent = scene.agent(DEVICES[0], Kind::Honest);
    // What is written between these two looks of the drill is lost.
    let (code, reasons) = disturbed(&scene, || {
        let held = Held::hold(&scene);
        drop(agent);
        held.let_go();
    });
    assert!(code == Some(3) && reasons.contains("has no lines between the numbers"), "{reasons}");
}

/// The trail without some of its last lines.
struct Held<'a> {
    scene: &'a Scene,
    length: u64,
}

impl<'a> Held<'a> {
    fn hold(scene: &'a Scene) -> Self {
        Self { scene, length: fs::metadata(scene.trail()).expect("a trail").len() }
    }

    /// The lines since then are there, but for the first ones.
    fn let_go(self) {
        let text = fs::read(self.scene.trail()).expect("a trail");
        let since = String::from_utf8_lossy(&text[usize::try_from(self.length).unwrap()..]).into_owned();
        let last: Vec<&str> = since.lines().rev().take(1).collect();
        let mut end: serde_json::Value = serde_json::from_str(last[0]).expect("a line");
        // As if lines had been written that nobody has read.
        end["seq"] = (end["seq"].as_u64().unwrap() + 7).into();
        append(self.scene, &format!("{end}\n"));
    }
}

#[test]
fn a_killed_run_has_no_end_and_has_to_be_named() {
    let scene = Scene::new("killed-run");
    let killed = scene.agent(DEVICES[0], Kind::Honest);
    killed.kill();
    let lines = fs::read_to_string(scene.trail()).unwrap();
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let run = first["run"].as_str().unwrap().to_owned();
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let answer = scene.run(&[DEVICES[0]]);
    assert_eq!(answer.code, 3, "{answer:?}");
    assert!(reasons(&answer.json()).contains(&format!("the run {run} is of no process")), "{answer:?}");
    let answer = scene.run(&[DEVICES[0], "--gone", &run]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert_eq!(scene.run(&[DEVICES[0], "--gone", "nobody"]).code, 2);
}

#[test]
fn a_run_of_another_machine_needs_a_clock_error() {
    let scene = Scene::new("other-machine");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let run = "a".repeat(32);
    let line = |seq: u64, event: &str| {
        format!("{{\"run\":\"{run}\",\"seq\":{seq},\"at_ms\":{},\"event\":{event}}}\n", now.as_millis())
    };
    let allowed = format!(
        "\"decision\",\"boundary\":\"before_tool_call\",\"name\":\"refund\",\"device_id\":\"{}\",\"allowed\":true,\
         \"code\":\"ALLOW\",\"reached_us\":{},\"elapsed_us\":9,\"shared\":1",
        DEVICES[0],
        now.as_micros()
    );
    // Every machine has a process 1.
    let begin = line(0, "\"begin\",\"pid\":1,\"version\":\"0\"");
    let text = begin + &(1..5).map(|seq| line(seq, &allowed)).collect::<String>();
    append(&scene, &text);
    let answer = scene.run(&[DEVICES[0]]);
    assert!(answer.code == 3 && reasons(&answer.json()).contains("say by --clock-error"), "{answer:?}");
    // With one it is stopped, and nobody is seen to notice it.
    let answer = scene.run(&[DEVICES[0], "--clock-error", "50ms", "--within", "400ms"]);
    let report = answer.json();
    assert_eq!((answer.code, &report["clock_error_ms"]), (3, &50.0.into()), "{report:#}");
    assert!(reasons(&report).contains("began no question after the stop"), "{report:#}");
    assert!(scene.is_restored());
}
