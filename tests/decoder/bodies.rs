//! Bodies to try: answers in many spellings, answers with something wrong, and bytes.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

pub const ASKED: &str = "openai-agent:prod:payments:01";

/// Members that are as they should be, or nearly.
const MEMBERS: [&str; 36] = [
    r#""allowed":true"#,
    r#""allowed":true"#,
    r#""allowed":true"#,
    r#""allowed":false"#,
    r#""allowed":"true""#,
    r#""allowed":1"#,
    r#""allowed":null"#,
    r#""allowed":[true]"#,
    r#""\u0061llowed":true"#,
    r#""Allowed":true"#,
    "\"\u{430}llowed\":true",
    r#""code":"ALLOW""#,
    r#""code":"ALLOW_ONCE""#,
    r#""code":"ALLOWED""#,
    r#""code":"DEVICE_REVOKED""#,
    r#""code":"\u0041LLOW""#,
    r#""code":"ALLOW_\u202e""#,
    r#""code":null"#,
    r#""deviceId":"openai-agent:prod:payments:01""#,
    r#""deviceId":"openai-agent:prod:payments:02""#,
    r#""request_id":"fbf77ff5-06ed-42eb-8e07-024c32ef1e68""#,
    r#""request_id":"a\nlevel=INFO""#,
    r#""request_id":7"#,
    r#""status":"ok""#,
    r#""error":null"#,
    r#""error":"device_limit_reached""#,
    r#""error":false"#,
    r#""revoked":false"#,
    r#""revoked":null"#,
    r#""revoked":true"#,
    r#""revoked":0"#,
    r#""Revoked":true"#,
    r#""DEVICEID":"openai-agent:prod:payments:02""#,
    r#""st\u0041tus":"ok""#,
    "\"\u{17f}tatus\":\"ok\"",
    r#""requestId":"r-1""#,
];

/// Values of members that decide nothing, or should not.
const VALUES: [&str; 20] = [
    "true",
    "false",
    "null",
    "0",
    "-0",
    "01",
    "1.5e3",
    "1e999",
    "-1e999",
    "NaN",
    "1.",
    ".5",
    "\"\"",
    "\"\\ud800\"",
    "\"\\ud83d\\ude00\"",
    "\"\\x\"",
    "[]",
    "{}",
    "{\"a\":1,\"a\":2}",
    "[{\"allowed\":true}]",
];

fn member() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(&MEMBERS[..]).prop_map(str::to_owned),
        1 => ("[a-c]", select(&VALUES[..])).prop_map(|(key, value)| format!("\"{key}\":{value}")),
        1 => ("\\PC{0,4}", any::<u64>()).prop_map(|(key, value)| format!("\"{key}\":{value}")),
    ]
}

/// An object of such members.
fn object() -> impl Strategy<Value = String> {
    let space = select(vec!["", "", "", " ", "\n\t", "\r\n", "\u{a0}", "\u{feff}"]);
    (vec(member(), 0..5), space.clone(), space).prop_map(|(members, before, between)| {
        format!("{before}{{{between}{}{between}}}{before}", members.join(&format!("{between},")))
    })
}

/// Objects as they are, and wrapped, repeated and nested.
pub fn answers() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        12 => object(),
        1 => object().prop_map(|object| format!("[{object}]")),
        1 => (object(), object()).prop_map(|(first, second)| format!("{first}{second}")),
        1 => (object(), 100_usize..140).prop_map(|(object, depth)| {
            format!("{{\"allowed\":true,\"x\":{}{object}{}}}", "[".repeat(depth), "]".repeat(depth))
        }),
        1 => (0_usize..300).prop_map(|length| format!("{{\"allowed\":true,\"code\":\"ALLOW_{}\"}}", "x".repeat(length))),
    ]
    .prop_map(String::into_bytes)
}

/// Answers with a few bytes changed, taken out, put in or said twice.
pub fn damaged_answers() -> impl Strategy<Value = Vec<u8>> {
    let good = select(vec![
        format!("{{\"allowed\":true,\"code\":\"ALLOW\",\"deviceId\":\"{ASKED}\",\"request_id\":\"r-1\"}}"),
        "{\"allowed\":true}".to_owned(),
        "{\"allowed\":false,\"code\":\"DEVICE_REVOKED\"}".to_owned(),
    ]);
    let edit = (0_u8..5, any::<u16>(), any::<u8>());
    (good, vec(edit, 1..4)).prop_map(|(good, edits)| {
        let mut body = good.into_bytes();
        for (kind, place, byte) in edits {
            damage(&mut body, kind, usize::from(place), byte);
        }
        body
    })
}

fn damage(body: &mut Vec<u8>, kind: u8, place: usize, byte: u8) {
    let place = place % (body.len() + 1);
    match kind {
        0 if place < body.len() => body[place] = byte,
        1 if place < body.len() => body[place] ^= 1 << (byte % 8),
        2 if place < body.len() => drop(body.remove(place)),
        3 => body.insert(place, byte),
        _ => body.extend_from_within(place..),
    }
}

/// Bytes that may be anything, most of them such as stand in JSON.
pub fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![9 => select(br#"{}[]":,truefalsnd0123456789-.eE\u "#.to_vec()), 1 => any::<u8>()];
    vec(byte, 0..40)
}
