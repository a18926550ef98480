//! The official Python SDK works against the local authority unchanged, and what it orders stops a guard of
//! this crate: both sides speak one contract.
//!
//! Needs Python 3 and, the first time, a package index. Without them a test says why it is skipped, unless
//! `MACHINEID_REQUIRE_PYTHON_SDK` is set, as in continuous integration.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod python;

use machineid_guard::local::LocalAuthority;
use machineid_guard::{Denied, guarded_tool};
use machineid_guard_tests::built_examples::example;

use crate::python::Python;

type TestResult = Result<(), Box<dyn std::error::Error>>;

#[test]
fn every_method_of_the_sdk_works_against_the_local_authority() -> TestResult {
    let Some(python) = Python::with_the_sdk()? else { return Ok(()) };
    let mut script = python.script("every_method.py");
    script.env("LOCAL_AUTHORITY", example("local_authority")?).arg("--verbose");
    let output = script.output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{report}");
    // unittest calls it a success to find no test at all.
    assert_eq!(report.matches("... ok").count(), 10, "{report}");
    Ok(())
}

#[guarded_tool]
fn refund() -> Result<(), Denied> {
    Ok(())
}

#[test]
fn a_revoke_by_the_sdk_stops_a_guarded_function_and_a_restore_lets_it_run_again() -> TestResult {
    let Some(python) = Python::with_the_sdk()? else { return Ok(()) };
    let authority = LocalAuthority::start()?;
    let device = "openai-agent:prod:payments:01";
    let guard = authority.guard().device_id(device).build()?;
    guard.enter(refund)?;
    let order = |order: &str| {
        let mut script = python.script("stop_a_rust_agent.py");
        script.args([order, device]);
        script.env("MACHINEID_ORG_KEY", authority.org_key()).env("MACHINEID_BASE_URL", authority.base_url());
        script.output()
    };
    let revoked = order("revoke")?;
    assert!(revoked.status.success(), "{}", String::from_utf8_lossy(&revoked.stderr));
    assert_eq!(guard.enter(refund).unwrap_err().code(), "DEVICE_REVOKED");
    let restored = order("restore")?;
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    guard.enter(refund)?;
    Ok(())
}
