//! What is answered to whom.

use super::Tested;
use super::caller::{Caller, REGISTER, VALIDATE};
use crate::local::{Endpoint, KeyCheck, LocalAuthority, Plan, PlanState, Request};

#[test]
fn a_device_is_stopped_and_let_go_by_every_switch() -> Tested {
    let authority = LocalAuthority::start()?;
    let mut caller = Caller::to(&authority)?;
    assert_eq!(caller.code(VALIDATE, "a")?, "DEVICE_NOT_REGISTERED");
    assert_eq!(caller.code(REGISTER, " a ")?, "ok");
    assert_eq!(caller.code(REGISTER, "a")?, "exists");
    assert_eq!(caller.code(VALIDATE, "a")?, "ALLOW");
    authority.revoke(" a ")?;
    assert_eq!(caller.code(VALIDATE, "a")?, "DEVICE_REVOKED");
    let refused = caller.post(REGISTER, "a")?;
    assert_eq!((refused.status, &refused.body["error"]), (403, &"device_revoked".into()));
    authority.restore("a")?;
    assert_eq!(caller.code(VALIDATE, "a")?, "ALLOW");
    authority.disable_org();
    assert_eq!(caller.code(VALIDATE, "a")?, "ORG_DISABLED");
    authority.enable_org();
    authority.set_plan_state(PlanState::Frozen);
    assert_eq!(caller.code(VALIDATE, "a")?, "PLAN_FROZEN");
    authority.set_plan_state(PlanState::NotActive);
    assert_eq!(caller.code(VALIDATE, "a")?, "PLAN_NOT_ACTIVE");
    authority.set_plan_state(PlanState::Active);
    assert_eq!(caller.code(VALIDATE, "a")?, "ALLOW");
    authority.remove("a")?;
    assert_eq!(caller.code(VALIDATE, "a")?, "DEVICE_NOT_REGISTERED");
    assert_eq!(authority.connections(), 1);
    Ok(())
}

#[test]
fn the_fourth_device_of_the_free_plan_is_refused_until_the_plan_grows() -> Tested {
    let authority = LocalAuthority::start()?;
    let mut caller = Caller::to(&authority)?;
    for device in ["a", "b", "c"] {
        assert_eq!(caller.code(REGISTER, device)?, "ok");
    }
    let refused = caller.post(REGISTER, "d")?;
    assert_eq!(refused.status, 403);
    assert_eq!(refused.body["status"], "blocked");
    assert_eq!(refused.body["error"], "device_limit_reached");
    assert_eq!((&refused.body["limit"], &refused.body["remaining"]), (&3.into(), &0.into()));
    authority.set_plan(Plan::Pro);
    assert_eq!(caller.code(REGISTER, "d")?, "ok");
    Ok(())
}

#[test]
fn the_list_tells_active_from_revoked_and_usage_counts_them() -> Tested {
    let authority = LocalAuthority::start()?;
    let mut caller = Caller::to(&authority)?;
    caller.code(REGISTER, "a")?;
    caller.code(REGISTER, "b")?;
    authority.revoke("b")?;
    let list = caller.ask("GET", "/api/v1/devices/list", b"")?;
    let expected = serde_json::json!([
        { "deviceId": "a", "status": "active" },
        { "deviceId": "b", "status": "revoked" },
    ]);
    assert_eq!((list.status, &list.body["devices"]), (200, &expected));
    let usage = caller.ask("GET", "/api/v1/usage", b"")?.body;
    assert_eq!((&usage["devicesUsed"], &usage["devicesRevoked"]), (&1.into(), &1.into()));
    assert_eq!((&usage["planTier"], &usage["remaining"]), (&"free".into(), &2.into()));
    Ok(())
}

#[test]
fn without_the_key_nothing_is_said_and_the_key_is_not_kept() -> Tested {
    let authority = LocalAuthority::start()?;
    Caller::to(&authority)?.code(REGISTER, "a")?;
    let cases = [
        ("", KeyCheck::Missing),
        ("x-org-key:  \r\n", KeyCheck::Missing),
        ("x-org-key: org_canary\r\n", KeyCheck::Rejected),
        ("x-org-key: org_local2\r\n", KeyCheck::Rejected),
        ("x-org-key: org_local\r\nx-org-key: org_local\r\n", KeyCheck::Rejected),
        ("x-org-key: \u{fc}\r\n", KeyCheck::Rejected),
    ];
    for (key_lines, expected) in cases {
        let mut caller = Caller::to(&authority)?.with_key_lines(key_lines);
        for path in [REGISTER, VALIDATE] {
            let reply = caller.post(path, "a")?;
            assert_eq!((reply.status, &reply.body["code"]), (401, &"INVALID_ORG_KEY".into()));
            assert_ne!(reply.body["allowed"], true);
        }
        let last = authority.requests().pop().ok_or("not in the log")?;
        assert_eq!((last.key_check(), last.device_id()), (expected, Some("a")));
    }
    assert!(!format!("{authority:?} {:?}", authority.requests()).contains("canary"));
    Ok(())
}

#[test]
fn what_is_not_a_question_is_refused_in_json_and_the_connection_goes_on() -> Tested {
    let authority = LocalAuthority::start()?;
    let mut caller = Caller::to(&authority)?;
    let long = format!(r#"{{"deviceId":"{}"}}"#, "x".repeat(257));
    let cases: [(&str, &str, &[u8], u16); 9] = [
        ("POST", VALIDATE, b"", 400),
        ("POST", VALIDATE, b"{\"deviceId\":7}", 400),
        ("POST", VALIDATE, b"{\"deviceId\":\" \"}", 400),
        ("POST", VALIDATE, long.as_bytes(), 400),
        ("GET", "/api/v1/devices/validate?deviceId=a", b"", 405),
        ("POST", "/api/v1/usage", b"{}", 405),
        ("DELETE", REGISTER, b"", 405),
        ("POST", "/api/v1/devices/validate/", b"{\"deviceId\":\"a\"}", 404),
        ("POST", "/api/v1/org/enable", b"", 404),
    ];
    for (method, path, body, status) in cases {
        let reply = caller.ask(method, path, body)?;
        assert_eq!(reply.status, status, "{method} {path}");
        assert!(reply.body["error"].is_string(), "{method} {path}");
        assert!(reply.body["request_id"].is_string(), "{method} {path}");
        assert_ne!(reply.body["allowed"], true, "{method} {path}");
        assert_eq!(reply.head.contains("allow: "), status == 405, "{method} {path}");
    }
    assert_eq!(authority.connections(), 1);
    assert_eq!(authority.requests().len(), 9);
    Ok(())
}

#[test]
fn a_body_over_the_cap_is_refused() -> Tested {
    let authority = LocalAuthority::start()?;
    let padding = " ".repeat(64 * 1024 - r#"{"deviceId":"a"}"#.len());
    let largest = format!(r#"{{"deviceId":"a"}}{padding}"#);
    let reply = Caller::to(&authority)?.ask("POST", VALIDATE, largest.as_bytes())?;
    assert_eq!(reply.status, 200);
    let reply = Caller::to(&authority)?.ask("POST", VALIDATE, format!("{largest} ").as_bytes())?;
    assert_eq!((reply.status, &reply.body["allowed"]), (413, &false.into()));
    Ok(())
}

#[test]
fn the_log_is_in_the_order_of_the_questions_and_carries_the_answers_ids() -> Tested {
    let authority = LocalAuthority::start()?;
    let mut caller = Caller::to(&authority)?;
    let mut ids = Vec::new();
    for (method, path) in [
        ("POST", REGISTER),
        ("POST", VALIDATE),
        ("GET", "/api/v1/devices/list"),
        ("GET", "/api/v1/usage"),
        ("POST", "/api/v1/devices/revoke"),
        ("POST", "/api/v1/devices/unrevoke"),
        ("POST", "/api/v1/devices/remove"),
    ] {
        let body: &[u8] = if method == "POST" { br#"{"deviceId":"a"}"# } else { b"" };
        let reply = caller.ask(method, path, body)?;
        ids.push(reply.body["request_id"].as_str().unwrap_or_default().to_owned());
    }
    let requests = authority.requests();
    let endpoints: Vec<_> = requests.iter().map(Request::endpoint).collect();
    assert_eq!(
        endpoints,
        [
            Endpoint::Register,
            Endpoint::Validate,
            Endpoint::ListDevices,
            Endpoint::Usage,
            Endpoint::Revoke,
            Endpoint::Unrevoke,
            Endpoint::Remove
        ]
    );
    let logged: Vec<_> = requests.iter().map(Request::request_id).collect();
    assert_eq!(logged, ids);
    let codes: Vec<_> = requests.iter().map(Request::code).collect();
    assert_eq!(codes, ["ok", "ALLOW", "ok", "ok", "ok", "ok", "ok"]);
    authority.clear_requests();
    assert!(authority.requests().is_empty());
    Ok(())
}
