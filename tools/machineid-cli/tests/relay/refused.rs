//! Everything that is not register or validate, for a device that is allowed, is refused, and the authority hears
//! nothing of it.

use machineid_guard_tests::scripted::{Scripted, healthy};

use crate::TestResult;
use crate::agent::{Effects, work_as};
use crate::raw::{about, ask, request};
use crate::running::{DEVICE, KEY, Relay};

const VALIDATE: &str = "/api/v1/devices/validate";

/// The answer is no yes, for any reader.
fn assert_refused(relay: &Relay, asked: &str, status: u16, word: &str) -> TestResult {
    let answer = ask(relay.socket(), asked)?;
    assert_eq!(answer.status, status, "{asked}: {answer:?}");
    let json: serde_json::Value = serde_json::from_str(&answer.body)?;
    assert_eq!(json["allowed"], serde_json::json!(false), "{asked}");
    assert_eq!(json["error"], serde_json::json!(word), "{asked}");
    assert_ne!(json["status"], serde_json::json!("ok"));
    Ok(())
}

#[test]
fn no_other_call_path_method_or_query_is_passed_on() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let relay = Relay::of(&authority.base_url());
    let body = about(DEVICE);
    for (method, target) in [
        ("POST", "/api/v1/devices/unrevoke"),
        ("POST", "/api/v1/devices/revoke"),
        ("POST", "/api/v1/devices/remove"),
        ("POST", "/api/v1/devices/restore"),
        ("GET", "/api/v1/devices/list"),
        ("GET", "/api/v1/usage"),
        ("POST", "/api/v1/usage"),
        ("GET", VALIDATE),
        ("HEAD", VALIDATE),
        ("PUT", VALIDATE),
        ("DELETE", VALIDATE),
        ("OPTIONS", VALIDATE),
        ("PATCH", VALIDATE),
        ("post", VALIDATE),
        ("POST", "/api/v1/devices/validate?deviceId=x"),
        ("POST", "/api/v1/devices/validate?"),
        ("POST", "/api/v1/devices/validate/"),
        ("POST", "/api/v1/devices/validate/../unrevoke"),
        ("POST", "/api/v1/devices/%76alidate"),
        ("POST", "/api/v1//devices/validate"),
        ("POST", "/API/v1/devices/validate"),
        ("POST", "/x/../api/v1/devices/unrevoke"),
        ("POST", "/"),
        ("POST", "http://localhost/api/v1/devices/validate"),
        ("POST", "http://evil.example/api/v1/devices/unrevoke"),
        ("OPTIONS", "*"),
        ("CONNECT", "machineid.io:443"),
    ] {
        let asked = request(method, target, "", &body);
        if method == "HEAD" {
            assert_eq!(ask(relay.socket(), asked)?.status, 403);
        } else {
            assert_refused(&relay, &asked, 403, "relay_call_not_passed_on")?;
        }
    }
    assert_eq!(authority.connections(), 0);
    Ok(())
}

#[test]
fn headers_of_an_agent_go_no_further_and_the_body_is_written_anew() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let relay = Relay::of(&authority.base_url());
    let headers = "x-canary: 1\r\nauthorization: Bearer canary\r\ncookie: canary\r\nx-http-method-override: DELETE\r\n\
                   x-original-url: /api/v1/devices/unrevoke\r\nforwarded: for=canary\r\ncontent-type: text/plain\r\n\
                   connection: keep-alive, x-org-key\r\n";
    let body = format!(" {{ \"device\\u0049d\" :\n \" {DEVICE} \" }} ");
    let answer = ask(relay.socket(), request("POST", VALIDATE, headers, &body))?;
    assert_eq!(answer.status, 200, "{answer:?}");
    let requests = authority.requests();
    let head = requests[0].head().to_lowercase();
    let names: Vec<&str> = head.lines().skip(1).filter_map(|line| line.split_once(':')).map(|(name, _)| name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        ["accept", "cache-control", "connection", "content-length", "content-type", "host", "x-org-key"],
        "{head}"
    );
    assert!(head.contains(&format!("x-org-key: {KEY}")) && !head.contains("canary: 1"), "{head}");
    assert_eq!(requests[0].body(), about(DEVICE).as_bytes());
    Ok(())
}

#[test]
fn a_body_that_is_not_one_device_is_refused() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let relay = Relay::of(&authority.base_url());
    for body in [
        "",
        "{}",
        r#"["openai-agent:prod:a:1"]"#,
        r#"{"deviceId":"openai-agent:prod:a:1","deviceId":"x"}"#,
        "{\"deviceId\":\"a\\nb\"}",
    ] {
        assert_refused(&relay, &request("POST", VALIDATE, "", body), 400, "relay_body_not_understood")?;
    }
    let with_more = r#"{"deviceId":"openai-agent:prod:a:1","reason":"x"}"#;
    assert_refused(&relay, &request("POST", VALIDATE, "", with_more), 400, "relay_body_not_understood")?;
    assert_eq!(authority.connections(), 0);
    Ok(())
}

#[test]
fn a_device_that_no_pattern_allows_is_denied_with_a_code_that_says_so() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let relay = Relay::with(&authority.base_url(), &["--allow", "batch-01"]);
    let guard = relay.guard().build()?;
    let effects = Effects::default();
    for device in ["openai-agent:prod:payments:01", "openai-agent:prod:x:y", "batch-01"] {
        work_as(&guard, device, &effects)?;
    }
    let asked = authority.requests().len();
    for device in
        ["openai-agent:test:payments:01", "agent:prod:payments:01", "openai-agent:prod", "batch-02", "batch-01 x"]
    {
        let denied = work_as(&guard, device, &effects).unwrap_err();
        assert_eq!(denied.code(), "RELAY_DEVICE_NOT_ALLOWED", "{device}");
        assert_refused(
            &relay,
            &request("POST", "/api/v1/devices/register", "", &about(device)),
            403,
            "relay_device_not_allowed",
        )?;
    }
    assert_eq!((effects.count(), authority.requests().len()), (3, asked));
    Ok(())
}

#[test]
fn a_key_on_the_socket_is_refused_since_no_agent_is_to_have_one() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let relay = Relay::of(&authority.base_url());
    let key = format!("x-org-key: {KEY}\r\n");
    assert_refused(&relay, &request("POST", VALIDATE, &key, &about(DEVICE)), 400, "relay_key_not_wanted")?;
    assert_eq!(authority.connections(), 0);
    Ok(())
}

/// One question for a connection: what is behind it is never read as another.
#[test]
fn a_second_question_on_a_connection_is_not_answered() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let relay = Relay::of(&authority.base_url());
    let one = request("POST", VALIDATE, "", &about(DEVICE));
    let answer = ask(relay.socket(), format!("{one}{one}{one}"))?;
    assert_eq!(answer.status, 200);
    assert!(answer.head.contains("\r\nconnection: close"), "{}", answer.head);
    assert_eq!(answer.body.matches("HTTP/1.1").count(), 0, "{}", answer.body);
    let smuggled = format!(
        "POST {VALIDATE} HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{one}"
    );
    assert_ne!(ask(relay.socket(), smuggled)?.status, 200);
    assert_eq!(authority.requests().len(), 1);
    Ok(())
}
