//! `--org`: the operator flips the switch, and the authority says whether it is flipped.

use crate::agent::Kind;
use crate::child::Running;
use crate::scene::{DEVICES, Scene, typed};

fn begun(scene: &Scene) -> Running {
    let running = Running::start(&mut typed(scene.drill(&[DEVICES[0], "--org"])));
    running.asides_until("switch the organisation OFF");
    running
}

#[test]
fn the_organisations_switch_is_measured() {
    let scene = Scene::new("org");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    scene.organisation.authority.clear_requests();
    let mut running = begun(&scene);
    running.enter();
    running.asides_until("the authority still allows 1 of 1 devices");
    running.asides_until("switch the organisation OFF");
    scene.organisation.authority.disable_org();
    running.enter();
    running.asides_until("switch the organisation ON again");
    scene.organisation.authority.enable_org();
    running.enter();
    let (code, out, err) = running.end();
    assert_eq!(code, Some(0), "{err:?}");
    let report: serde_json::Value = serde_json::from_str(&out.join("\n")).expect("a report");
    assert_eq!((&report["verdict"], &report["organisation"]), (&"proven".into(), &true.into()));
    assert_eq!(report["replicas"][0]["first_denial"]["code"], "ORG_DISABLED");
    assert!(scene.organisation.orders() <= 1 && !scene.note().exists(), "the drill revokes nothing");
}

#[test]
fn an_operator_who_is_gone_leaves_it_not_restored() {
    let scene = Scene::new("org-gone");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let mut running = begun(&scene);
    scene.organisation.authority.disable_org();
    running.enter();
    running.asides_until("switch the organisation ON again");
    running.hang_up();
    let (code, _, err) = running.end();
    assert_eq!(code, Some(4), "{err:?}");
    assert!(err.last().unwrap().contains("Switch the organisation on in the service's console, and run"), "{err:?}");
    scene.organisation.authority.enable_org();
    let answer = scene.recover();
    assert!(answer.code == 0 && !scene.note().exists(), "{answer:?}");
}

#[test]
fn a_switch_that_nobody_flips_proves_nothing() {
    let scene = Scene::new("org-never");
    let _agent = scene.agent(DEVICES[0], Kind::Honest);
    let mut running = begun(&scene);
    running.hang_up();
    let (code, _, err) = running.end();
    assert_eq!(code, Some(3), "{err:?}");
    assert!(err.iter().any(|line| line.contains("nobody said that the organisation was switched off")), "{err:?}");
    assert!(!scene.note().exists());
}
