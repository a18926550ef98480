//! Whatever ends a drill: what it stopped is restored, or the exit status is 4 and the command that restores it is printed.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::mpsc::channel;

use machineid_guard::local::Plan;
use machineid_guard_tests::scripted::{self as wire, Step};
use serde_json::Value;

use crate::agent::Kind;
use crate::child::Running;
use crate::organisation::{Answer, scripted};
use crate::scene::{DEVICES, Scene, reasons, revoking};

/// A drill that is at its stop, for longer than a test takes.
fn under_way(scene: &Scene) -> Running {
    let running = Running::start(&mut scene.drill(&[DEVICES[0], "--hold", "10m"]));
    running.asides_until("stopped; watching the trails");
    running
}

#[test]
fn a_killed_drill_is_recovered_by_its_note() {
    let scene = Scene::new("killed");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let running = under_way(&scene);
    running.signal("KILL");
    assert_eq!(running.end().0, None);
    assert!(!scene.is_restored());
    assert_eq!(scene.note().metadata().expect("a note").permissions().mode() & 0o777, 0o600);
    let answer = scene.recover();
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.err.contains("of a tester, because: the weekly test"), "{answer:?}");
    assert!(scene.is_restored() && !scene.note().exists());
    assert_eq!(scene.recover().code, 2, "there is no note any more");
}

#[test]
fn a_drill_that_is_asked_to_end_restores_and_proves_nothing() {
    let scene = Scene::new("asked-to-end");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    for signal in ["INT", "TERM", "HUP"] {
        let running = under_way(&scene);
        running.signal(signal);
        let (code, out, err) = running.end();
        assert_eq!(code, Some(3), "{signal}: {err:?}");
        let report: Value = serde_json::from_str(&out.concat()).expect("a report");
        assert!(reasons(&report).contains("the drill was interrupted"), "{report:#}");
        assert!(scene.is_restored() && !scene.note().exists(), "{signal}");
    }
}

#[test]
fn a_restore_that_is_refused_is_the_loudest() {
    let scene = Scene::on(Plan::Free, "full");
    let newcomers = ["openai-agent:prod:email:01", "openai-agent:prod:email:02"];
    assert_eq!(scene.organisation.run(&["devices", "register", newcomers[0]]).code, 0);
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let running = Running::start(&mut scene.drill(&[DEVICES[0], "--hold", "2s"]));
    running.asides_until("the plan is full (3 of 3)");
    running.asides_until("stopped; watching the trails");
    assert_eq!(scene.organisation.run(&["devices", "register", newcomers[1]]).code, 0, "it takes the free slot");
    let (code, out, err) = running.end();
    assert_eq!(code, Some(4), "{err:?}");
    let last = err.last().expect("a line");
    assert!(last.starts_with("error: NOT RESTORED, and stopped for all that is known: "), "{last}");
    assert!(last.contains(DEVICES[0]) && last.ends_with("Run: machineid drill --recover 'note.json'"), "{last}");
    let report: Value = serde_json::from_str(&out.join("\n")).expect("a report");
    assert_eq!((&report["restored"], &report["restores"][0]["now"]), (&false.into(), &"revoked".into()));
    assert_eq!(report["verdict"], "proven", "the stop did stop: {report:#}");

    let refused = scene.recover();
    assert!(refused.code == 4 && refused.err.contains("NOT RESTORED") && scene.note().exists(), "{refused:?}");
    scene.organisation.authority.remove(newcomers[1]).expect("it is there");
    assert_eq!(scene.recover().code, 0);
    assert!(scene.is_restored() && !scene.note().exists());
}

#[test]
fn the_note_is_on_disk_before_anything_is_revoked() {
    let scene = Scene::new("note-first");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let (told, noted) = channel();
    let note: PathBuf = scene.note();
    let authority = scripted(revoking(move || {
        told.send(std::fs::read_to_string(&note).unwrap_or_default()).expect("somebody listens");
        vec![wire::json(r#"{"status":"ok"}"#)]
    }));
    // Its authority is another one than the agent's, so that the agent goes on.
    let answer = Answer::of(&mut scene.drill_at(&authority.base_url(), &[DEVICES[0]]));
    assert_eq!(answer.code, 1, "{answer:?}");
    let note = noted.recv().expect("it was revoked");
    assert!(note.contains(DEVICES[0]) && note.contains(&authority.base_url()), "{note}");
    assert!(!scene.note().exists());
}

#[test]
fn a_revoke_whose_answer_is_lost_is_sent_once_and_restored() {
    let scene = Scene::new("lost");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let authority = scripted(revoking(|| vec![Step::Reset]));
    let answer = Answer::of(&mut scene.drill_at(&authority.base_url(), &[DEVICES[0]]));
    assert_eq!(answer.code, 5, "{answer:?}");
    let report = answer.json();
    assert!(reasons(&report).contains("was not acknowledged"), "{report:#}");
    assert_eq!((&report["verdict"], &report["restored"]), (&"unproven".into(), &true.into()));
    let orders = |end: &str| authority.requests().iter().filter(|request| request.target().ends_with(end)).count();
    assert_eq!((orders("/revoke"), orders("/unrevoke")), (1, 1));
    assert!(!scene.note().exists());
}

#[test]
fn an_authority_that_goes_away_is_not_restored_and_the_note_stays() {
    let scene = Scene::new("gone-away");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let running = under_way(&scene);
    scene.organisation.authority.stop();
    running.signal("INT");
    let (code, _, err) = running.end();
    assert_eq!(code, Some(4), "{err:?}");
    assert!(err.last().unwrap().contains("machineid drill --recover 'note.json'"), "{err:?}");
    assert_eq!(scene.recover().code, 4);
    scene.organisation.authority.restart().expect("the same port");
    assert_eq!(scene.recover().code, 0);
    assert!(scene.is_restored());
}

#[test]
fn a_connection_that_comes_back_in_time_restores() {
    let scene = Scene::new("comes-back");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let running = Running::start(&mut scene.drill(&[DEVICES[0], "--hold", "10m", "--restore-within", "30s"]));
    running.asides_until("stopped; watching the trails");
    scene.organisation.authority.stop();
    running.signal("INT");
    running.asides_until("restoring");
    scene.organisation.authority.restart().expect("the same port");
    assert_eq!(running.end().0, Some(3));
    assert!(scene.is_restored() && !scene.note().exists());
}

#[test]
fn nobody_who_reads_changes_neither_the_end_nor_the_restore() {
    let scene = Scene::new("closed-pipe");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let mut command = scene.drill(&[DEVICES[0]]);
    let mut child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert!(scene.is_restored());
}
