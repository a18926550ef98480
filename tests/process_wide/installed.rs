//! The installed guard is that of the whole process: it cannot be replaced, and gives way only to a scope.

use serde_json::json;

use crate::TestResult;
use crate::process::{DEVICE_ID, ORG_KEY, Process, authority};

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

#[test]
fn a_start_reads_the_environment_asks_and_installs() -> TestResult {
    for how in ["start", "start-async"] {
        let authority = authority()?;
        let report = Process::of(how, &authority).run()?;
        assert_eq!(report["report"]["checks"][0]["device_id"], json!("agent"), "{report}");
        assert_eq!(report["call"]["body_ran"], json!(true));
        authority.revoke("agent")?;
        let report = Process::of(how, &authority).run()?;
        let error = report["error"].as_str().expect("it is revoked");
        assert!(error.starts_with("machineid-guard could not start: denied at startup startup (agent)"), "{error}");
        assert_eq!(report["call"]["body_ran"], json!(false));
    }
    Ok(())
}

#[test]
fn a_start_without_a_setting_names_the_variable() -> TestResult {
    let authority = authority()?;
    for variable in [ORG_KEY, DEVICE_ID] {
        let report = Process::of("start", &authority).without(variable).run()?;
        let error = report["error"].as_str().expect("it is not set");
        assert!(error.starts_with("machineid-guard could not start: ") && error.contains(variable), "{error}");
        assert_eq!(report["call"]["body_ran"], json!(false));
        let told = report["call"]["agent_message"].as_str().expect("it was denied");
        let cause =
            format!("this program cannot ask the external authority for this agent (CONFIGURATION, {variable} ");
        assert!(told.contains(&format!("was NOT run: {cause}")), "{told}");
    }
    assert_eq!(authority.connections(), 0);
    Ok(())
}

#[test]
fn a_second_start_asks_nobody_and_the_first_guard_stays() -> TestResult {
    let authority = authority()?;
    let report = Process::of("start-twice", &authority).run()?;
    let refusal = report[1]["error"].as_str().expect("the second is refused");
    assert!(refusal.contains("a guard is installed in this process already"), "{refusal}");
    assert_eq!(report[1]["call"]["body_ran"], json!(true));
    // Register and validate of the start, and two calls.
    assert_eq!(authority.requests().len(), 4);
    Ok(())
}
