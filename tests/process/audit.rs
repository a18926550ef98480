//! The audit trail is whole, and neither a slow hook nor a full disk turns a denial into a yes.

use machineid_guard::{AuditFile, Guard};

use crate::TestResult;
use crate::agent::{DEVICE, agent};
use crate::agent::{Effects, sync_tool};

/// Allowed, denied, allowed again, while something watches.
fn assert_unmoved(guard: &Guard, authority: &machineid_guard::local::LocalAuthority) -> TestResult {
    let effects = Effects::default();
    guard.enter(|| sync_tool(&effects))?;
    authority.revoke(DEVICE)?;
    let denied = guard.enter(|| sync_tool(&effects)).expect_err("revoked");
    assert_eq!((denied.code(), effects.count()), ("DEVICE_REVOKED", 1));
    authority.restore(DEVICE)?;
    guard.enter(|| sync_tool(&effects))?;
    assert_eq!(effects.count(), 2);
    Ok(())
}

#[test]
fn a_hook_that_takes_longer_than_the_timeout_makes_the_yes_too_old() -> TestResult {
    let (authority, _) = agent()?;
    let timeout = std::time::Duration::from_millis(100);
    let slow = move |_: &machineid_guard::Observation| std::thread::sleep(timeout * 2);
    let guard = authority.guard().device_id(DEVICE).timeout(timeout).on_decision(slow).build()?;
    let effects = Effects::default();
    let denied = guard.enter(|| sync_tool(&effects)).expect_err("the hook used up the time");
    assert_eq!((denied.code(), effects.count()), ("PERMIT_EXPIRED", 0));
    Ok(())
}

#[test]
#[cfg(target_os = "linux")]
fn an_audit_file_on_a_full_disk_counts_lost_lines_and_changes_no_decision() -> TestResult {
    let (authority, _) = agent()?;
    let audit = AuditFile::append("/dev/full")?;
    let guard = authority.guard().device_id(DEVICE).on_decision(audit.recorder()).build()?;
    assert_unmoved(&guard, &authority)?;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while audit.lost() < 3 {
        assert!(std::time::Instant::now() < deadline, "lost so far: {}", audit.lost());
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    Ok(())
}

#[test]
fn an_audit_file_has_a_line_for_every_decision() -> TestResult {
    let (authority, _) = agent()?;
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("audit-{}.jsonl", std::process::id()));
    let audit = AuditFile::append(&path)?;
    let guard = authority.guard().device_id(DEVICE).on_decision(audit.recorder()).build()?;
    assert_unmoved(&guard, &authority)?;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    let lines = loop {
        let lines = std::fs::read_to_string(&path)?;
        if lines.lines().count() == 3 {
            break lines;
        }
        assert!(std::time::Instant::now() < deadline, "{lines}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    std::fs::remove_file(&path)?;
    let codes: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| Ok(serde_json::from_str::<serde_json::Value>(line)?["code"].clone()))
        .collect::<Result<_, serde_json::Error>>()?;
    assert_eq!(codes, ["ALLOW", "DEVICE_REVOKED", "ALLOW"]);
    assert!(!lines.contains(authority.org_key()));
    Ok(())
}
