//! A forked child has the guard and not its thread: it is denied at once, and does not hang. A guard that
//! the child builds for itself works.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use machineid_guard::local::LocalAuthority;

use crate::TestResult;
use crate::victim::DEVICE;

pub fn a_forked_child_is_denied_and_may_build_a_guard_of_its_own() -> TestResult {
    let authority = LocalAuthority::start()?;
    let mut process = Command::new(env!("CARGO_BIN_EXE_forking_agent"))
        .env("MACHINEID_ORG_KEY", authority.org_key())
        .env("MACHINEID_BASE_URL", authority.base_url())
        .env("MACHINEID_DEVICE_ID", DEVICE)
        .stdout(Stdio::piped())
        .spawn()?;
    let deadline = Instant::now() + Duration::from_secs(30);
    while process.try_wait()?.is_none() {
        if Instant::now() > deadline {
            process.kill()?;
            panic!("the forked child hangs");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let said = String::from_utf8(process.wait_with_output()?.stdout)?;
    let expected = "parent: allowed\n\
                    child, with the parent's guard: GATEKEEPER_GONE\n\
                    child, with its own guard: allowed\n\
                    parent: allowed\n";
    assert_eq!(said, expected);
    Ok(())
}

/// Each lock on a caller's way is held by some other thread at some fork; the child must not wait for it.
pub fn children_of_a_parent_under_load_are_denied_and_none_hangs() -> TestResult {
    const FORKS: &str = "300";
    let authority = LocalAuthority::start()?;
    let output = Command::new(env!("CARGO_BIN_EXE_forking_agent"))
        .arg(FORKS)
        .env("MACHINEID_ORG_KEY", authority.org_key())
        .env("MACHINEID_BASE_URL", authority.base_url())
        .env("MACHINEID_DEVICE_ID", DEVICE)
        .output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
