//! What a panic in a hook does to the process: nothing where panics unwind, and where they abort, the process
//! ends before the body. Nothing runs unasked in either.

use machineid_guard_tests::child::{Panics, binary};
use serde_json::Value;

use crate::TestResult;
use crate::process::{BINARY, Process, authority};

fn call(authority: &machineid_guard::local::LocalAuthority) -> std::io::Result<std::process::Output> {
    Process::of("call-with-a-hook-that-panics", authority).output()
}

#[test]
fn a_hook_that_panics_changes_no_decision_or_ends_the_process_before_the_body() -> TestResult {
    let authority = authority()?;
    let allowed = call(&authority)?;
    authority.disable_org();
    let denied = call(&authority)?;
    for (output, may_run) in [(allowed, true), (denied, false)] {
        let said = String::from_utf8(output.stdout)?;
        match binary(BINARY).1 {
            Panics::Unwind => {
                let report: Value = serde_json::from_str(&said)?;
                assert_eq!(report["body_ran"], may_run, "{said}");
            }
            Panics::Abort => assert!(!output.status.success() && said.is_empty(), "{}: {said}", output.status),
        }
    }
    Ok(())
}
