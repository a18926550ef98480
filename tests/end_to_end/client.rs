//! The seven calls of the client: typed, with the whole JSON beside it, and a refusal is an error that
//! keeps the answer.

use std::sync::Arc;

use machineid_guard::local::{Endpoint, KeyCheck, LocalAuthority, Plan, Request};
use machineid_guard::{Client, ClientError, DeviceId, DeviceState, Fault, RegistrationStatus, Verdict};
use machineid_guard_tests::scripted::{Cue, Scripted, Step, http};
use serde_json::{Value, json};

use crate::TestResult;
use crate::agent::{KEY, PAYMENTS, TOOL_SERVER, authority};

fn client(authority: &LocalAuthority) -> Client {
    let builder = Client::builder().org_key(authority.org_key()).base_url(authority.base_url());
    builder.build().expect("the authority's own key and address")
}

fn refused(error: ClientError) -> (u16, String, Value) {
    match error {
        ClientError::Refused { status, error: Some(error), json } => (status, error.as_str().to_owned(), json),
        other => panic!("{other:?} is not a refusal with an error"),
    }
}

#[tokio::test]
async fn register_says_new_or_there_already_and_what_the_plan_holds() -> TestResult {
    let authority = authority()?;
    let (client, device) = (client(&authority), DeviceId::new(TOOL_SERVER)?);
    let first = client.register(&device).await?;
    assert_eq!(first.status(), &RegistrationStatus::Created);
    assert_eq!((first.limit(), first.devices_used(), first.plan_tier()), (Some(25), Some(1), Some("pro")));
    assert_eq!(first.json().get("handler"), Some(&json!("devices/register")));
    assert_eq!(first.json().get("deviceId"), Some(&json!(TOOL_SERVER)));
    assert_eq!(client.register(&device).await?.status(), &RegistrationStatus::Exists);
    Ok(())
}

#[tokio::test]
async fn register_at_the_cap_and_of_a_revoked_device_is_refused() -> TestResult {
    let authority = authority()?;
    authority.set_plan(Plan::Free);
    let client = client(&authority);
    for device in ["a", "b", "c"] {
        client.register(&DeviceId::new(device)?).await?;
    }
    let refusal = client.register(&DeviceId::new("d")?).await?;
    assert!(matches!(refusal.status(), RegistrationStatus::Refused(Some(error)) if error == "device_limit_reached"));
    assert_eq!(refusal.json().get("status"), Some(&json!("blocked")));
    authority.revoke("a")?;
    let refusal = client.register(&DeviceId::new("a")?).await?;
    assert!(matches!(refusal.status(), RegistrationStatus::Refused(Some(error)) if error == "device_revoked"));
    Ok(())
}

#[tokio::test]
async fn validate_says_yes_or_no_with_code_and_request_id() -> TestResult {
    let authority = authority()?;
    let (client, device) = (client(&authority), DeviceId::new(PAYMENTS)?);
    for (verdict, code) in [(Verdict::Denied, "DEVICE_NOT_REGISTERED"), (Verdict::Allowed, "ALLOW")] {
        let decision = client.validate(&device).await?;
        assert_eq!(decision.verdict(), verdict);
        assert_eq!(decision.code().map(machineid_guard::Token::as_str), Some(code));
        let known = authority.requests().last().expect("it was asked").request_id().to_owned();
        assert_eq!(decision.request_id().map(machineid_guard::Token::as_str), Some(known.as_str()));
        let allowed = verdict == Verdict::Allowed;
        assert_eq!(decision.json(), &json!({ "allowed": allowed, "code": code, "request_id": known }));
        client.register(&device).await?;
    }
    Ok(())
}

#[tokio::test]
async fn list_and_usage_are_typed_and_keep_their_json() -> TestResult {
    let authority = authority()?;
    let client = client(&authority);
    let devices = [DeviceId::new(PAYMENTS)?, DeviceId::new(TOOL_SERVER)?];
    for device in &devices {
        client.register(device).await?;
    }
    client.revoke(&devices[0]).await?;
    let list = client.list_devices().await?;
    let listed: Vec<_> = list.devices().iter().map(|device| (device.id().clone(), device.state())).collect();
    let [payments, tool_server] = devices;
    assert_eq!(listed, [(payments, DeviceState::Revoked), (tool_server, DeviceState::Active)]);
    assert_eq!(list.json()["devices"][0], json!({ "deviceId": PAYMENTS, "status": "revoked" }));

    let usage = client.usage().await?;
    assert_eq!((usage.plan_tier(), usage.limit(), usage.devices_used()), (Some("pro"), Some(25), Some(1)));
    assert_eq!(usage.json()["devicesRevoked"], json!(1));
    Ok(())
}

#[tokio::test]
async fn revoke_unrevoke_restore_and_remove_are_in_force_when_they_return() -> TestResult {
    let authority = authority()?;
    let (client, device) = (client(&authority), DeviceId::new(PAYMENTS)?);
    client.register(&device).await?;
    for restored_by in [Endpoint::Unrevoke, Endpoint::Remove] {
        assert_eq!(client.revoke(&device).await?.json()["status"], json!("ok"));
        assert_eq!(client.validate(&device).await?.verdict(), Verdict::Denied);
        let restored = match restored_by {
            Endpoint::Unrevoke => client.unrevoke(&device).await?,
            _ => client.restore(&device).await?,
        };
        assert_eq!(restored.json()["handler"], json!("devices/unrevoke"));
        assert_eq!(client.validate(&device).await?.verdict(), Verdict::Allowed);
    }
    assert_eq!(client.remove(&device).await?.json()["deviceId"], json!(PAYMENTS));
    assert!(authority.devices().is_empty());
    Ok(())
}

#[tokio::test]
async fn an_order_about_an_unknown_device_is_refused_with_the_answer_kept() -> TestResult {
    let authority = authority()?;
    let (client, device) = (client(&authority), DeviceId::new(PAYMENTS)?);
    let refusals =
        [client.revoke(&device).await, client.unrevoke(&device).await, client.remove(&device).await].map(Result::err);
    for refusal in refusals {
        let (status, error, json) = refused(refusal.expect("nobody registered it"));
        assert_eq!((status, error.as_str()), (404, "device_not_found"));
        assert_eq!(json["deviceId"], json!(PAYMENTS));
    }
    Ok(())
}

#[tokio::test]
async fn a_wrong_key_is_refused_by_every_call_and_stays_unseen() -> TestResult {
    let authority = authority()?;
    let wrong = "org_canary_of_somebody_else";
    let client = Client::builder().org_key(wrong).base_url(authority.base_url()).build()?;
    let device = DeviceId::new(PAYMENTS)?;
    assert_eq!(client.validate(&device).await?.verdict(), Verdict::Denied);
    let registration = client.register(&device).await?;
    assert!(matches!(registration.status(), RegistrationStatus::Refused(Some(error)) if error == "invalid_org_key"));
    let errors = [
        client.list_devices().await.unwrap_err(),
        client.usage().await.unwrap_err(),
        client.revoke(&device).await.unwrap_err(),
        client.restore(&device).await.unwrap_err(),
        client.remove(&device).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.to_string(), "the authority refused (HTTP 401): invalid_org_key");
        assert!(!format!("{error:?}").contains(wrong));
        assert_eq!(refused(error).0, 401);
    }
    assert!(!format!("{client:?}").contains(wrong));
    assert!(authority.requests().iter().all(|request| request.key_check() == KeyCheck::Rejected));
    Ok(())
}

#[tokio::test]
async fn an_authority_that_is_down_is_a_fault_of_every_call() -> TestResult {
    let authority = authority()?;
    let (client, device) = (client(&authority), DeviceId::new(PAYMENTS)?);
    authority.stop();
    let errors = [
        client.register(&device).await.unwrap_err(),
        client.validate(&device).await.unwrap_err(),
        client.list_devices().await.unwrap_err(),
        client.usage().await.unwrap_err(),
        client.revoke(&device).await.unwrap_err(),
        client.unrevoke(&device).await.unwrap_err(),
        client.restore(&device).await.unwrap_err(),
        client.remove(&device).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error, ClientError::Fault(Fault::Unreachable));
        assert!(!format!("{error:?}").contains(KEY));
    }
    Ok(())
}

#[tokio::test]
async fn each_call_asks_its_own_endpoint_once_with_the_key() -> TestResult {
    let authority = authority()?;
    let (client, device) = (client(&authority), DeviceId::new(PAYMENTS)?);
    client.register(&device).await?;
    client.validate(&device).await?;
    client.list_devices().await?;
    client.usage().await?;
    client.revoke(&device).await?;
    client.unrevoke(&device).await?;
    client.restore(&device).await?;
    client.remove(&device).await?;
    let requests = authority.requests();
    let asked: Vec<Endpoint> = requests.iter().map(Request::endpoint).collect();
    assert_eq!(
        asked,
        [
            Endpoint::Register,
            Endpoint::Validate,
            Endpoint::ListDevices,
            Endpoint::Usage,
            Endpoint::Revoke,
            Endpoint::Unrevoke,
            Endpoint::Unrevoke,
            Endpoint::Remove
        ]
    );
    assert!(requests.iter().all(|request| request.key_check() == KeyCheck::Accepted));
    Ok(())
}

/// A revoke that a cache acknowledges has revoked nothing.
#[tokio::test]
async fn an_old_answer_acknowledges_nothing() -> TestResult {
    let answer = http("HTTP/1.1 200 OK", "age: 60\r\n", br#"{"status":"ok","allowed":true,"code":"ALLOW"}"#);
    let authority = Scripted::start(Arc::new(move |cue| match cue {
        Cue::Accepted => Vec::new(),
        Cue::Asked { .. } => vec![Step::Say(answer.clone())],
    }))?;
    let client = Client::builder().org_key(KEY).base_url(authority.base_url()).build()?;
    let device = DeviceId::new(PAYMENTS)?;
    let stale = |outcome: Option<ClientError>| assert_eq!(outcome, Some(ClientError::Fault(Fault::StaleAnswer)));
    stale(client.register(&device).await.err());
    stale(client.validate(&device).await.err());
    stale(client.revoke(&device).await.err());
    stale(client.unrevoke(&device).await.err());
    stale(client.remove(&device).await.err());
    stale(client.list_devices().await.err());
    stale(client.usage().await.err());
    Ok(())
}
