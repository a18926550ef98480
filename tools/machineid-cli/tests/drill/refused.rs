//! Bad input: a clear sentence, the right exit status, and nothing stopped.

use std::fs;

use crate::agent::Kind;
use crate::organisation::Answer;
use crate::scene::{DEVICES, Scene};

#[test]
fn what_cannot_be_drilled_is_refused_and_nothing_is_stopped() {
    let scene = Scene::new("refused");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    fs::write(scene.path("poem"), "no trail\nat all\n").unwrap();
    fs::write(scene.path("taken.json"), "").unwrap();
    scene.organisation.authority.clear_requests();
    for (arguments, code, said) in [
        (&["openai-agent:prod:payments:03"][..], 2, "there is no device openai-agent:prod:payments:03"),
        (&["openai-agent:prod:paymants:*"], 2, "no device matches"),
        (&[DEVICES[0], "--audit", "poem"], 2, "is no audit trail"),
        (&[DEVICES[0], "--audit", "nowhere"], 2, "cannot be read"),
        (&[DEVICES[0], "--audit", "/dev/zero"], 2, "no regular file"),
        (&[DEVICES[0], "--audit", "./decisions.jsonl"], 2, "is given twice"),
        (&[DEVICES[0], "--report", "taken"], 2, "the report \"taken.json\" cannot be created"),
        (&[DEVICES[0], "--report", "no/folder"], 2, "cannot be created"),
        (&[DEVICES[0], "--steady", "0"], 2, "--steady"),
        (&[DEVICES[0], "--clock-error", "much"], 2, "--clock-error"),
        (&[DEVICES[1]], 3, "no process of these trails that still runs has asked for"),
        (&[], 2, "required"),
    ] {
        let answer = Answer::of(&mut scene.drill(arguments));
        assert_eq!(answer.code, code, "{arguments:?}: {answer:?}");
        assert!(answer.err.contains(said), "{arguments:?}: {answer:?}");
        assert!(scene.organisation.orders() == 0 && !scene.note().exists(), "{arguments:?}");
    }
}

#[test]
fn a_note_that_cannot_be_written_stops_nothing() {
    let scene = Scene::new("no-note");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    fs::write(scene.note(), "of another drill").unwrap();
    scene.organisation.authority.clear_requests();
    let answer = Answer::of(&mut scene.drill(&[DEVICES[0]]));
    assert!(answer.code == 2 && answer.err.contains("the restore note \"note.json\" cannot be created"), "{answer:?}");
    assert_eq!(scene.organisation.orders(), 0);
    assert_eq!(fs::read_to_string(scene.note()).unwrap(), "of another drill");
    let recovered = scene.recover();
    assert!(recovered.code == 2 && recovered.err.contains("is no restore note of a drill"), "{recovered:?}");
}

#[test]
fn a_device_that_is_stopped_already_stays_so() {
    let scene = Scene::new("stopped-already");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    scene.organisation.authority.revoke(DEVICES[0]).unwrap();
    scene.organisation.authority.clear_requests();
    let answer = scene.run(&[DEVICES[0]]);
    assert_eq!((answer.code, scene.organisation.orders()), (3, 0), "{answer:?}");
    assert!(answer.err.contains("is revoked: only an active device can be stopped"), "{answer:?}");
}

#[test]
fn without_a_yes_a_reason_or_a_key_nothing_is_stopped() {
    let scene = Scene::new("no-yes");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    scene.organisation.authority.clear_requests();
    let common = ["drill", DEVICES[0], "--audit", "decisions.jsonl", "--by", "x"];
    let run = |more: &[&str]| {
        let mut command = scene.organisation.command(&[&common, more].concat());
        Answer::of(command.current_dir(&scene.folder))
    };
    assert_eq!(run(&["--yes"]).code, 2, "no reason");
    assert!(run(&["--yes", "--reason", " "]).err.contains("the reason is blank"));
    let unasked = run(&["--reason", "x"]);
    assert!(unasked.code == 2 && unasked.err.contains("add --yes"), "{unasked:?}");
    let mut wrong = scene.drill(&[DEVICES[0]]);
    let answer = Answer::of(wrong.env("MACHINEID_ORG_KEY", "org_wrong_wrong"));
    assert_eq!(answer.code, 5, "{answer:?}");
    assert_eq!(scene.organisation.orders(), 0);
}

#[test]
fn a_note_of_another_authority_restores_nothing() {
    let scene = Scene::new("other-authority");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let running = crate::child::Running::start(&mut scene.drill(&[DEVICES[0], "--hold", "10m"]));
    running.asides_until("stopped; watching the trails");
    running.signal("KILL");
    drop(running.end());
    let mut command = scene.organisation.command(&["drill", "--recover", "note.json"]);
    let answer = Answer::of(command.current_dir(&scene.folder).env("MACHINEID_BASE_URL", "http://127.0.0.1:9"));
    assert!(answer.code == 2 && answer.err.contains("is about another authority"), "{answer:?}");
    assert!(scene.note().exists());
    assert_eq!(scene.recover().code, 0);
}
