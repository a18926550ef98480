//! The examples do what they say when a user runs them, and say with their exit code whether they did.

use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

use machineid_guard::{Client, DeviceId, RegistrationStatus};
use machineid_guard_tests::built_examples::example;
use serde_json::Value;

use crate::TestResult;

fn run(name: &str, arguments: &[&str]) -> Result<Output, Box<dyn std::error::Error>> {
    Ok(Command::new(example(name)?).args(arguments).stdin(Stdio::null()).output()?)
}

#[test]
fn the_quickstart_shows_a_yes_a_revoke_a_restore_and_an_org_wide_stop() -> TestResult {
    let output = run("quickstart", &[])?;
    let text = String::from_utf8(output.stdout)?;
    assert!(output.status.success(), "{text}");
    assert_eq!(text.matches("DEVICE_REVOKED, request ").count(), 4, "{text}");
    assert_eq!(text.matches("ORG_DISABLED, request ").count(), 3, "{text}");
    assert_eq!(text.matches("did not run").count(), 7, "{text}");
    assert!(!text.contains("not what was expected") && !text.contains(" RAN"), "{text}");
    Ok(())
}

#[test]
fn long_work_stops_with_all_that_it_started() -> TestResult {
    let output = run("in_flight", &[])?;
    let text = String::from_utf8(output.stdout)?;
    assert!(output.status.success(), "{text}");
    assert!(text.contains("denied at in_flight crawl") && text.contains("no task of the body runs any more"), "{text}");
    Ok(())
}

#[test]
fn the_fleet_stops_one_replica_refuses_the_26th_and_stops_them_all() -> TestResult {
    let output = run("fleet", &[])?;
    let text = String::from_utf8(output.stdout)?;
    assert!(output.status.success(), "{text}");
    for device in ["tool-server:01", "tool-server:10", "payments:04", "email:04", "cron:07"] {
        assert!(text.contains(&format!("openai-agent:prod:{device}")), "{text}");
    }
    assert!(text.contains("device_limit_reached"), "{text}");
    assert!(text.contains("DEVICE_REVOKED") && text.contains("ORG_DISABLED"), "{text}");
    Ok(())
}

#[test]
fn a_thousand_tenants_share_a_thread_and_one_of_them_is_stopped_alone() -> TestResult {
    let output = run("tenants", &[])?;
    let text = String::from_utf8(output.stdout)?;
    assert!(output.status.success(), "{text}");
    assert!(text.contains("with tenant 42 revoked [42], restored []"), "{text}");
    if cfg!(target_os = "linux") {
        assert!(text.contains("1000 tenants on one guard: gatekeeper threads 1"), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn the_local_authority_says_where_it_is_in_its_first_line_and_answers_there() -> TestResult {
    let mut authority = Command::new(example("local_authority")?)
        .args(["--port", "0", "--org-key", "org_of_this_test", "--plan", "pro"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut first_line = String::new();
    let read = BufReader::new(authority.stdout.take().expect("it is piped")).read_line(&mut first_line);
    let answered = match read {
        Ok(_) => register_at(&first_line).await,
        Err(error) => Err(error.into()),
    };
    authority.kill()?;
    authority.wait()?;
    answered
}

async fn register_at(first_line: &str) -> TestResult {
    let line: Value = serde_json::from_str(first_line)?;
    assert_eq!(line.as_object().map(serde_json::Map::len), Some(2), "{line}");
    assert_eq!(line["org_key"], "org_of_this_test");
    let base_url = line["base_url"].as_str().expect("an address");
    assert!(base_url.starts_with("http://127.0.0.1:"), "{base_url}");
    let client = Client::builder().org_key("org_of_this_test").base_url(base_url).build()?;
    let registration = client.register(&DeviceId::new("agent-01")?).await?;
    assert_eq!(registration.status(), &RegistrationStatus::Created);
    assert_eq!(registration.plan_tier(), Some("pro"));
    Ok(())
}

#[test]
fn the_local_authority_refuses_arguments_that_it_does_not_understand() -> TestResult {
    for (arguments, said) in [
        (&["--prot", "1"][..], "--prot"),
        (&["8181"], "8181"),
        (&["--port"], "--port needs a value"),
        (&["--port", "65536"], "--port takes a number"),
        (&["--port", "-1"], "--port takes a number"),
        (&["--plan", "huge"], "--plan takes free, pro, scale or max"),
        (&["--org-key", ""], "--org-key"),
        (&["--org-key", "org canary"], "--org-key"),
    ] {
        let output = run("local_authority", arguments)?;
        let stderr = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains(said) && stderr.contains("usage: local_authority"), "{arguments:?}: {stderr}");
        assert!(output.stdout.is_empty(), "stdout is for the address alone");
        assert!(!stderr.contains("canary"), "{stderr}");
    }
    Ok(())
}
