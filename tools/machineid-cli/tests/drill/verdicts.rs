//! What a drill says: proven only where every replica was seen to be stopped.

use machineid_guard_tests::scripted as wire;

use crate::agent::{Agent, Kind};
use crate::organisation::{Answer, Organisation, scripted};
use crate::scene::{DEVICES, Scene, reasons, revoking};

#[test]
fn honest_replicas_are_proven_and_restored() {
    let scene = Scene::new("honest");
    let _agents = DEVICES.map(|device| scene.agent(device, Kind::Honest));
    let answer = scene.run(&["openai-agent:prod:payments:*"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let report = answer.json();
    assert_eq!((&report["verdict"], &report["restored"]), (&"proven".into(), &true.into()));
    let replicas = report["replicas"].as_array().expect("replicas");
    assert_eq!(replicas.len(), 2);
    for replica in replicas {
        assert_eq!(replica["leaks"], 0);
        assert_eq!(replica["first_denial"]["code"], "DEVICE_REVOKED");
        assert!(replica["denied"].as_u64() > Some(1) && replica["last_work"].is_object(), "{replica:#}");
        assert!(replica["allowed_again"].is_object(), "{replica:#}");
    }
    assert!(scene.is_restored());
}

#[test]
fn a_replica_that_restores_itself_disproves_the_stop() {
    let scene = Scene::new("leaking");
    let _agents = [scene.agent(DEVICES[0], Kind::Leaking), scene.agent(DEVICES[1], Kind::Honest)];
    let answer = scene.run(&DEVICES);
    assert_eq!(answer.code, 1, "{answer:?}");
    let report = answer.json();
    assert_eq!(report["verdict"], "disproved");
    assert!(reasons(&report).contains("times after the stop"), "{report:#}");
    let leaking = report["replicas"].as_array().unwrap().iter().find(|replica| replica["leaks"] != 0).unwrap();
    assert_eq!((&leaking["id"], &leaking["first_leak"]["code"]), (&DEVICES[0].into(), &"ALLOW".into()));
    assert!(answer.err.contains("error: disproved: "), "{}", answer.err);
    assert!(scene.is_restored());
}

#[test]
fn a_replica_that_asks_somebody_else_disproves_the_stop() {
    let scene = Scene::new("elsewhere");
    let other = Organisation::of(&DEVICES);
    let _honest = scene.agent(DEVICES[0], Kind::Honest);
    let _elsewhere = Agent::start(&other.authority, DEVICES[1], &scene.trail(), Kind::Honest);
    let answer = scene.run(&DEVICES);
    assert_eq!(answer.code, 1, "{answer:?}");
    assert!(reasons(&answer.json()).contains(DEVICES[1]) && scene.is_restored());
}

#[test]
fn work_without_a_boundary_is_never_proven_to_be_stopped() {
    let scene = Scene::new("without-boundary");
    let _agent = scene.agent(DEVICES[0], Kind::WithoutBoundary);
    let answer = scene.run(&[DEVICES[0]]);
    assert_eq!(answer.code, 3, "{answer:?}");
    let report = answer.json();
    assert_eq!(report["verdict"], "unproven");
    assert!(reasons(&report).contains("is not the library's (\"effect refund\", at "), "{report:#}");
    assert!(scene.is_restored());
    // What the last drill saw is young still: nothing is stopped on such a trail.
    scene.organisation.authority.clear_requests();
    assert_eq!((scene.run(&[DEVICES[0]]).code, scene.organisation.orders()), (3, 0));
}

#[test]
fn an_idle_replica_is_unproven_and_not_stopped() {
    let scene = Scene::new("idle");
    let _agents = [scene.agent(DEVICES[0], Kind::Idle), scene.agent(DEVICES[1], Kind::Honest)];
    scene.organisation.authority.clear_requests();
    let answer = scene.run(&DEVICES);
    assert_eq!((answer.code, scene.organisation.orders()), (3, 0), "{answer:?}");
    let report = answer.json();
    assert_eq!((&report["verdict"], report["restored"].is_null()), (&"unproven".into(), true));
    assert!(reasons(&report).contains("an idle replica proves nothing"), "{report:#}");
}

#[test]
fn one_stale_replica_of_two_makes_the_drill_unproven() {
    let scene = Scene::new("stale");
    let _agents = [scene.agent(DEVICES[0], Kind::Stale), scene.agent(DEVICES[1], Kind::Honest)];
    let answer = scene.run(&["*", "--within", "500ms"]);
    assert_eq!(answer.code, 3, "{answer:?}");
    let reasons = reasons(&answer.json());
    assert!(reasons.contains(&format!("of {} began no question after the stop", DEVICES[0])), "{reasons}");
    assert!(!reasons.contains(DEVICES[1]) && scene.is_restored(), "{reasons}");
}

#[test]
fn a_replica_that_is_denied_for_another_reason_is_unproven() {
    let scene = Scene::new("cut-off");
    let other = Organisation::of(&DEVICES);
    let _agent = Agent::start(&other.authority, DEVICES[0], &scene.trail(), Kind::Honest);
    // Its authority goes away before the revoke is acknowledged: all that it asks afterwards is denied.
    let authority = scripted(revoking(move || {
        other.authority.stop();
        vec![wire::json(r#"{"status":"ok"}"#)]
    }));
    let answer = Answer::of(&mut scene.drill_at(&authority.base_url(), &[DEVICES[0], "--within", "500ms"]));
    assert_eq!(answer.code, 3, "{answer:?}");
    assert!(reasons(&answer.json()).contains("was denied after the stop, and not by the stop: "), "{answer:?}");
}

#[test]
fn work_in_flight_has_a_line_of_its_own() {
    let scene = Scene::new("in-flight");
    let _agent = scene.agent(DEVICES[0], Kind::InFlight);
    let report = scene.run(&[DEVICES[0]]).json();
    assert_eq!(report["verdict"], "proven", "{report:#}");
    let in_flight = report["replicas"][0]["in_flight"].as_array().expect("a list");
    assert_eq!(in_flight.len(), 1, "{report:#}");
    assert_eq!((&in_flight[0]["name"], &in_flight[0]["boundary"]), (&"long_refund".into(), &"in_flight".into()));
    assert!(report["replicas"][0]["denied"].as_u64() > Some(0));
}
