//! Every decision is told, and neither a slow hook nor a full disk turns a denial into a yes.

use std::time::Duration;

use machineid_guard::{AuditFile, AuditIncomplete, Guard};
use serde_json::Value;

use crate::TestResult;
use crate::agent::{DEVICE, agent};
use crate::agent::{Effects, sync_tool};

/// Longer than a disk takes.
const PATIENCE: Duration = Duration::from_secs(10);

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
    let timeout = Duration::from_millis(100);
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
    assert_eq!(audit.flush(PATIENCE), Err(AuditIncomplete::Waiting), "not even the first line is there");
    assert_eq!(audit.lost(), 3);
    Ok(())
}

#[test]
fn an_audit_file_has_a_line_for_every_decision() -> TestResult {
    let (authority, _) = agent()?;
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("audit-{}.jsonl", std::process::id()));
    let audit = AuditFile::append(&path)?;
    let guard = authority.guard().device_id(DEVICE).on_decision(audit.recorder()).build()?;
    assert_unmoved(&guard, &authority)?;
    audit.flush(PATIENCE)?;
    let lines = std::fs::read_to_string(&path)?;
    std::fs::remove_file(&path)?;
    let codes: Vec<Value> = lines
        .lines()
        .map(|line| Ok(serde_json::from_str::<Value>(line)?["code"].clone()))
        .collect::<Result<_, serde_json::Error>>()?;
    assert_eq!(codes, [Value::Null, "ALLOW".into(), "DEVICE_REVOKED".into(), "ALLOW".into()]);
    assert!(!lines.contains(authority.org_key()));
    Ok(())
}
