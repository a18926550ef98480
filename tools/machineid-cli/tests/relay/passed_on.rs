//! What a guard is told through the relay is what the authority said.

use machineid_guard::local::{Endpoint, LocalAuthority, Plan, Request};
use machineid_guard::{Reason, Verdict};
use machineid_guard_tests::scripted::{Play, Scripted, Step, healthy, http, on_register, on_validate};

use crate::TestResult;
use crate::agent::{Effects, charge, work};
use crate::raw::{about, ask, request};
use crate::running::{DEVICE, KEY, Relay};

fn authority() -> LocalAuthority {
    LocalAuthority::builder().org_key(KEY).plan(Plan::Pro).start().expect("a port")
}

fn code(outcome: Result<(), machineid_guard::Denied>) -> String {
    let denied = outcome.expect_err("it is stopped");
    assert!(matches!(denied.reason(), Reason::Authority(_)), "{denied:?}");
    denied.code().to_owned()
}

#[test]
fn a_guard_without_a_key_is_allowed_stopped_and_restored_through_the_relay() -> TestResult {
    let authority = authority();
    let relay = Relay::of(authority.base_url());
    let guard = relay.guard().build()?;
    let effects = Effects::default();
    work(&guard, &effects)?;
    charge(&guard, &effects)?;
    assert_eq!(effects.count(), 2);
    authority.revoke(DEVICE)?;
    assert_eq!(code(work(&guard, &effects)), "DEVICE_REVOKED");
    charge(&guard, &effects)?;
    authority.disable_org();
    assert_eq!(code(charge(&guard, &effects)), "ORG_DISABLED");
    authority.enable_org();
    authority.restore(DEVICE)?;
    work(&guard, &effects)?;
    assert_eq!(effects.count(), 4);
    let requests = authority.requests();
    let registers = requests.iter().filter(|request| request.endpoint() == Endpoint::Register).count();
    assert_eq!((registers, requests.len()), (2, 8), "{requests:?}");
    Ok(())
}

#[test]
fn a_denial_keeps_the_authoritys_request_id() -> TestResult {
    let authority = authority();
    let relay = Relay::of(authority.base_url());
    let guard = relay.guard().build()?;
    work(&guard, &Effects::default())?;
    authority.revoke(DEVICE)?;
    let denied = work(&guard, &Effects::default()).unwrap_err();
    let requests = authority.requests();
    let last = requests.last().expect("it was asked");
    assert_eq!(denied.request_id().map(ToString::to_string).as_deref(), Some(last.request_id()));
    Ok(())
}

#[test]
fn a_plan_that_is_full_is_told_in_the_authoritys_words() -> TestResult {
    let authority = LocalAuthority::builder().org_key(KEY).plan(Plan::Free).start()?;
    let relay = Relay::of(authority.base_url());
    for number in 1..=3 {
        let guard = relay.guard().device_id(format!("openai-agent:prod:tool-server:{number}")).build()?;
        work(&guard, &Effects::default())?;
    }
    let denied = work(&relay.guard().device_id("openai-agent:prod:tool-server:4").build()?, &Effects::default());
    assert!(denied.unwrap_err().to_string().contains("device_limit_reached"));
    Ok(())
}

#[test]
fn a_key_that_the_authority_does_not_take_is_told_as_that() -> TestResult {
    let authority = LocalAuthority::builder().org_key("org_another").start()?;
    let relay = Relay::of(authority.base_url());
    assert_eq!(code(work(&relay.guard().build()?, &Effects::default())), "INVALID_ORG_KEY");
    Ok(())
}

/// Status and body byte for byte, whatever they are; and of the headers none.
#[test]
fn status_and_body_go_through_unchanged_and_no_header_of_the_authority() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let relay = Relay::of(&authority.base_url());
    for (status, body) in [
        (200, r#"{"allowed":true,"code":"ALLOW","request_id":"req-1"}"#),
        (200, " {\"allowed\" : false,\n\t\"code\":\"X\",\"x\":\"\u{202e}é\"} \n"),
        (200, "<html>Welcome to the airport</html>"),
        (200, ""),
        (201, r#"{"allowed":true}"#),
        (403, r#"{"status":"blocked","error":"device_limit_reached"}"#),
        (429, "slow down"),
        (503, r#"{"allowed":true}"#),
        (999, r#"{"allowed":true}"#),
    ] {
        let headers = "x-canary: 1\r\nset-cookie: a=b\r\ncontent-type: text/html\r\nlocation: http://evil.example\r\n";
        let said = http(&format!("HTTP/1.1 {status} Whatever"), headers, body.as_bytes());
        let play: Play = on_validate(move |_| vec![Step::Say(said.clone())]);
        authority.play(play);
        let asked = request("POST", "/api/v1/devices/validate", "", &about(DEVICE));
        let answer = ask(relay.socket(), asked)?;
        assert_eq!((answer.status, answer.body.as_str()), (status, body));
        for header in ["x-canary", "cookie", "evil", "text/html"] {
            assert!(!answer.head.contains(header), "{}", answer.head);
        }
    }
    Ok(())
}

#[test]
fn a_registration_goes_through_as_well() -> TestResult {
    let body = r#"{"status":"exists","limit":25,"extra":[1,{"a":null}]}"#;
    let authority =
        Scripted::start(on_register(move || vec![Step::Say(http("HTTP/1.1 200 OK", "", body.as_bytes()))]))?;
    let relay = Relay::of(&authority.base_url());
    let answer = ask(relay.socket(), request("POST", "/api/v1/devices/register", "", &about(DEVICE)))?;
    assert_eq!((answer.status, answer.body.as_str()), (200, body));
    Ok(())
}

#[test]
fn nothing_is_kept_each_question_is_asked_anew() -> TestResult {
    let authority = authority();
    let relay = Relay::of(authority.base_url());
    let guard = relay.guard().build()?;
    for _ in 0..50 {
        work(&guard, &Effects::default())?;
    }
    let requests = authority.requests();
    let validates: Vec<&Request> = requests.iter().filter(|asked| asked.endpoint() == Endpoint::Validate).collect();
    assert_eq!(validates.len(), 50);
    authority.revoke(DEVICE)?;
    assert!(work(&guard, &Effects::default()).is_err(), "the first question after the revoke");
    Ok(())
}

/// A client that is no guard, as an operator's program would be that is given the relay's address.
#[tokio::test]
async fn a_client_can_register_and_validate_through_it_and_nothing_else() -> TestResult {
    let authority = authority();
    let relay = Relay::of(authority.base_url());
    let client = machineid_guard::Client::builder().base_url(relay.base_url()).build()?;
    let device = machineid_guard::DeviceId::new(DEVICE)?;
    client.register(&device).await?;
    assert_eq!(client.validate(&device).await?.verdict(), Verdict::Allowed);
    let refused = [
        client.list_devices().await.map(drop),
        client.usage().await.map(drop),
        client.revoke(&device).await.map(drop),
        client.unrevoke(&device).await.map(drop),
        client.remove(&device).await.map(drop),
    ];
    for outcome in refused {
        assert!(outcome.unwrap_err().to_string().contains("relay_call_not_passed_on"));
    }
    assert_eq!(authority.requests().len(), 2);
    Ok(())
}
