//! `local::in_tests!` is all that a codebase's own tests need after its tools were guarded: they ask an authority of
//! their process, and nothing in the code under test knows of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use machineid_guard::local::LocalAuthority;
use machineid_guard::{Denied, DeviceId, Guard, guarded_tool, side_effect};

machineid_guard::local::in_tests!();

type TestResult = Result<(), Box<dyn std::error::Error>>;

#[guarded_tool]
fn search(query: &str) -> Result<String, String> {
    Ok(query.to_uppercase())
}

#[guarded_tool]
async fn fetch(number: u32) -> Result<u32, Denied> {
    Ok(number + 1)
}

#[side_effect(surface = "email")]
fn send() -> Result<(), Denied> {
    Ok(())
}

#[test]
fn guarded_code_works_in_a_test_that_knows_nothing_of_guards() -> TestResult {
    assert_eq!(search("tea")?, "TEA");
    send()?;
    let asked = LocalAuthority::of_tests()?.requests();
    let own = asked.iter().any(|request| request.device_id() == Some(LocalAuthority::DEVICE_ID));
    assert!(own && asked.iter().any(|request| request.device_id() == Some("openai-agent:local:email:01")));
    Ok(())
}

#[tokio::test]
async fn it_works_in_spawned_tasks_and_on_other_threads() -> TestResult {
    assert_eq!(tokio::spawn(fetch(1)).await??, 2);
    assert_eq!(std::thread::spawn(|| search("a")).join().expect("it does not panic")?, "A");
    Ok(())
}

#[test]
fn a_scope_of_the_test_goes_before_it() -> TestResult {
    let authority = LocalAuthority::start()?;
    let guard = authority.guard().device_id("openai-agent:test:stopped:01").build()?;
    guard.enter(|| search("tea"))?;
    authority.revoke("openai-agent:test:stopped:01")?;
    let told = guard.enter(|| search("tea")).expect_err("it is revoked");
    assert!(told.contains("was NOT run") && told.contains("DEVICE_REVOKED"), "{told}");
    assert_eq!(search("tea")?, "TEA");
    Ok(())
}

#[side_effect(surface = "payments")]
fn pay() -> Result<(), Denied> {
    Ok(())
}

#[test]
fn its_authority_stops_a_device_like_every_other() -> TestResult {
    pay()?;
    let payments = DeviceId::new("openai-agent:local:payments:01")?;
    LocalAuthority::of_tests()?.revoke(payments.as_str())?;
    let denied = pay().expect_err("it is revoked");
    assert_eq!((denied.code(), denied.device_id()), ("DEVICE_REVOKED", Some(&payments)));
    Ok(())
}

#[test]
fn a_guard_from_the_environment_is_still_that_of_the_environment() {
    if std::env::var_os("MACHINEID_ORG_KEY").is_none() && std::env::var_os("MACHINEID_ORG_KEY_FILE").is_none() {
        assert!(Guard::from_env().is_err());
    }
}
