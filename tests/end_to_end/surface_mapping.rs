//! A boundary's surface has a device of its own: the guard's with its third part replaced, or the one that
//! `.surface(…)` names. Where there is neither, the call is denied and the denial says what to add.

use machineid_guard::local::LocalAuthority;
use machineid_guard::{Problem, Reason};
use machineid_guard_tests::log_capture::LogCapture;

use crate::TestResult;
use crate::agent::{ENTRANCES, Effects, KEY, authority, block_on, charge, patient, read_order, refund};

fn devices_asked_for(authority: &LocalAuthority) -> Vec<String> {
    let mut devices: Vec<String> =
        authority.requests().iter().filter_map(|request| request.device_id().map(str::to_owned)).collect();
    devices.dedup();
    devices
}

#[test]
fn an_id_of_four_parts_has_its_surface_replaced_and_nothing_else() -> TestResult {
    for (own, payments) in [
        ("openai-agent:prod:tool-server:01", "openai-agent:prod:payments:01"),
        ("langgraph:staging-eu:worker:blue-7", "langgraph:staging-eu:payments:blue-7"),
        ("crew:dev:payments:02", "crew:dev:payments:02"),
    ] {
        let authority = authority()?;
        let guard = patient(&authority).device_id(own).build()?;
        guard.enter(|| refund(&Effects::default()))?;
        assert_eq!(devices_asked_for(&authority), [payments]);
    }
    Ok(())
}

#[test]
fn an_explicit_device_for_a_surface_is_used_whatever_form_the_own_id_has() -> TestResult {
    for own in ["openai-agent:prod:tool-server:01", "agent-01"] {
        let authority = authority()?;
        let guard = patient(&authority).device_id(own).surface("payments", "till-9").build()?;
        guard.enter(|| read_order(&Effects::default()))?;
        guard.enter(|| refund(&Effects::default()))?;
        block_on(guard.scope(charge(&Effects::default())))?;
        assert_eq!(devices_asked_for(&authority), [own, "till-9"]);
    }
    Ok(())
}

#[test]
fn a_surface_without_a_device_is_denied_and_the_denial_says_what_to_add() -> TestResult {
    for own in ["agent-01", "a:b:c", "a:b:c:d:e", "a::c:d"] {
        let authority = authority()?;
        let guard = patient(&authority).device_id(own).surface("email", "mailer-1").build()?;
        for entrance in ENTRANCES.iter().filter(|entrance| entrance.surface.is_some()) {
            let (effects, log) = (Effects::default(), LogCapture::on_this_thread());
            let denied = (entrance.call)(&guard, &effects).expect_err("nobody knows whom to ask for");
            assert_eq!(effects.count(), 0);
            assert_eq!(denied.code(), "CONFIGURATION");
            assert_eq!(denied.device_id(), None);
            assert_eq!(denied.request_id(), None);
            let Reason::Configuration(error) = denied.reason() else { panic!("{denied:?}") };
            assert_eq!(error.problem(), &Problem::UnmappedSurface { surface: "payments".to_owned() });
            assert_eq!(error.setting(), ".device_id(…)");
            let text = denied.to_string();
            let place = format!("denied at before_side_effect {}: CONFIGURATION", entrance.name);
            assert!(text.starts_with(&place), "{text}");
            assert!(text.contains(".surface(\"payments\", \"<device id>\")"), "{text}");
            let lines = log.lines();
            let [line] = lines.as_slice() else { panic!("logged {} times", lines.len()) };
            assert_eq!((line.field("code"), line.field("device")), (Some("CONFIGURATION"), None));
            assert_eq!(line.field("surface"), Some("payments"));
            assert_eq!(line.field("message"), Some(text.as_str()));
            assert!(!text.contains(KEY) && !format!("{lines:?}").contains(KEY));
        }
        assert_eq!(authority.connections(), 0, "a denial of this kind asks nobody");
        // What names no surface has its device.
        guard.enter(|| read_order(&Effects::default()))?;
    }
    Ok(())
}
