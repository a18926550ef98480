//! Bodies that are not a yes, over the wire. The decoder has many more of them in a binary of its own.

use super::{Expected, Row};
use crate::scripted::{Step, http, on_validate};
use machineid_guard::{Fault, Reason};

pub(super) fn rows() -> Vec<Row> {
    let malformed = Expected::Denied(Reason::Fault(Fault::MalformedResponse));
    let mut rows: Vec<Row> =
        not_a_yes().into_iter().map(|(fault, body)| row(fault, &body, malformed.clone())).collect();
    let unexplained = |fault, body: &str| row(fault, body.as_bytes(), Expected::Denied(Reason::Unexplained));
    rows.extend([
        unexplained("a no with a bidi character in its code", "{\"allowed\":false,\"code\":\"A\u{202e}B\"}"),
        unexplained("a no with a line break in its code", r#"{"allowed":false,"code":"A\nlevel=INFO allowed"}"#),
        unexplained("a no without a code", r#"{"allowed":false}"#),
        row(
            "a yes with `\"error\": null` and `\"revoked\": false`",
            br#"{"allowed":true,"error":null,"revoked":false}"#,
            Expected::Allowed,
        ),
        row(
            "a no with an `error`, `revoked` and `\"Allowed\": true`",
            br#"{"allowed":false,"code":"DEVICE_REVOKED","error":"x","revoked":true,"Allowed":true}"#,
            Expected::AuthoritysNo("DEVICE_REVOKED"),
        ),
        row("a yes with an escaped letter, which is legal", br#"{"\u0061llowed":true}"#, Expected::Allowed),
    ]);
    rows
}

fn row(fault: &str, body: &[u8], expected: Expected) -> Row {
    let answer = http("HTTP/1.1 200 OK", "content-type: application/json\r\n", body);
    Row::new(fault, on_validate(move |_| vec![Step::Say(answer.clone())]), expected)
}

fn not_a_yes() -> Vec<(&'static str, Vec<u8>)> {
    let nested = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    vec![
        ("an empty body", Vec::new()),
        ("`allowed` is the text \"true\"", br#"{"allowed":"true"}"#.to_vec()),
        ("`allowed` is 1", br#"{"allowed":1}"#.to_vec()),
        ("`allowed` is null", br#"{"allowed":null}"#.to_vec()),
        ("`allowed` is missing", br#"{"code":"ALLOW"}"#.to_vec()),
        ("`allowed` is nested", br#"{"data":{"allowed":true}}"#.to_vec()),
        ("`Allowed`", br#"{"Allowed":true}"#.to_vec()),
        ("`allowed` with a Cyrillic letter", "{\"\u{430}llowed\":true}".into()),
        ("a byte order mark", "\u{feff}{\"allowed\":true}".into()),
        ("NaN", br#"{"allowed":true,"limit":NaN}"#.to_vec()),
        ("trailing bytes", br#"{"allowed":true}x"#.to_vec()),
        ("two documents", br#"{"allowed":true}{"allowed":true}"#.to_vec()),
        ("an array, in the order of the fields", br#"[true,"ALLOW"]"#.to_vec()),
        ("a repeated key", br#"{"allowed":false,"allowed":true}"#.to_vec()),
        ("a repeated key, the second one escaped", br#"{"allowed":false,"\u0061llowed":true}"#.to_vec()),
        ("a repeated key somewhere deep", br#"{"allowed":true,"plan":[{"a":1,"a":2}]}"#.to_vec()),
        ("invalid UTF-8 in a field that nobody reads", b"{\"allowed\":true,\"note\":\"\xff\"}".to_vec()),
        ("30,000 levels of nesting", format!("{{\"allowed\":true,\"x\":{nested}}}").into_bytes()),
        ("a yes with the code of a no", br#"{"allowed":true,"code":"DEVICE_REVOKED"}"#.to_vec()),
        ("a yes with an `error`", br#"{"allowed":true,"error":"device_revoked"}"#.to_vec()),
        ("a yes that says `revoked`", br#"{"allowed":true,"code":"ALLOW","revoked":true}"#.to_vec()),
        ("a yes beside `\"Allowed\": false`", br#"{"allowed":true,"Allowed":false}"#.to_vec()),
        ("a yes beside a `Code` of a no", br#"{"allowed":true,"code":"ALLOW","Code":"DEVICE_REVOKED"}"#.to_vec()),
        ("a yes for another device", br#"{"allowed":true,"code":"ALLOW","deviceId":"another"}"#.to_vec()),
        ("a yes with a line break in its code", br#"{"allowed":true,"code":"ALLOW_\n"}"#.to_vec()),
        ("a yes with a bidi character in its request id", "{\"allowed\":true,\"request_id\":\"\u{202e}\"}".into()),
        (
            "a yes with a request id of 200 characters",
            format!("{{\"allowed\":true,\"request_id\":\"{}\"}}", "x".repeat(200)).into(),
        ),
    ]
}
