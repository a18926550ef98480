//! The installed guard is that of the whole process: it cannot be replaced, and gives way only to a scope.

use serde_json::json;

use crate::TestResult;
use crate::process::{Process, authority};

#[test]
fn an_installed_guard_is_asked_where_nothing_encloses_the_call() -> TestResult {
    let authority = authority()?;
    assert_eq!(Process::of("install", &authority).run()?["body_ran"], json!(true));
    authority.revoke("agent")?;
    let report = Process::of("install", &authority).run()?;
    assert_eq!(report["body_ran"], json!(false));
    assert_eq!(report["denied"]["code"], json!("DEVICE_REVOKED"));
    assert_eq!(report["denied"]["device_id"], json!("agent"));
    let last = authority.requests().last().expect("it was asked").request_id().to_owned();
    assert_eq!(report["denied"]["request_id"], json!(last));
    Ok(())
}

#[test]
fn a_second_guard_cannot_be_installed_over_the_first() -> TestResult {
    let authority = authority()?;
    let report = Process::of("install-twice", &authority).run()?;
    assert_eq!(report["first"], json!(null));
    let refusal = report["second"].as_str().expect("the second is refused");
    assert!(refusal.contains("a guard is installed in this process already"), "{refusal}");
    assert_eq!(report["call"]["body_ran"], json!(true));
    assert!(authority.requests().iter().all(|request| request.device_id() == Some("agent")));
    Ok(())
}

#[test]
fn a_scope_wins_over_the_installed_guard_for_as_long_as_it_lasts() -> TestResult {
    let authority = authority()?;
    let report = Process::of("install-and-enter", &authority).run()?;
    assert_eq!((&report["inside"]["body_ran"], &report["outside"]["body_ran"]), (&json!(true), &json!(true)));
    let requests = authority.requests();
    let devices: Vec<_> = requests.iter().filter_map(|request| request.device_id()).collect();
    assert_eq!(devices, ["scoped", "scoped", "agent", "agent"]);
    Ok(())
}
