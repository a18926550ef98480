//! What the decoder promises, word for word, on top of the slow parser.

use machineid_guard::{Decision, DeviceId, Fault, Verdict};

use crate::slow_json::{Json, parse};

/// A decision, as far as it is promised.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    Yes { code: Option<String>, request_id: Option<String> },
    No { code: Option<String>, request_id: Option<String> },
    NoDecision,
}

/// What the decoder says.
pub fn decoded(body: &[u8], asked: &DeviceId) -> Said {
    let decision = match Decision::decode(body, asked) {
        Ok(decision) => decision,
        Err(Fault::MalformedResponse) => return Said::NoDecision,
        Err(other) => panic!("the decoder has one fault only, not {other:?}"),
    };
    let code = decision.code().map(ToString::to_string);
    let request_id = decision.request_id().map(ToString::to_string);
    match decision.verdict() {
        Verdict::Allowed => Said::Yes { code, request_id },
        Verdict::Denied => Said::No { code, request_id },
    }
}

/// What it has to say.
pub fn expected(body: &[u8], asked: &str) -> Said {
    let Some(Json::Object(members)) = parse(body).filter(no_key_twice) else { return Said::NoDecision };
    let member = |name: &str| members.iter().find(|(key, _)| key == name).map(|(_, value)| value);
    let (code, request_id) = (member("code"), member("request_id"));
    let printable = |field: Option<&Json>| match field {
        Some(Json::Text(text)) if is_printable(text) => Some(text.clone()),
        _ => None,
    };
    match member("allowed") {
        Some(Json::True) if agrees(code, request_id, member("deviceId"), asked) && !takes_back(&members) => {
            Said::Yes { code: printable(code), request_id: printable(request_id) }
        }
        Some(Json::False) => Said::No { code: printable(code), request_id: printable(request_id) },
        _ => Said::NoDecision,
    }
}

/// What stands beside `"allowed": true` must agree with it.
fn agrees(code: Option<&Json>, request_id: Option<&Json>, device: Option<&Json>, asked: &str) -> bool {
    let code_agrees = match code {
        None => true,
        Some(Json::Text(code)) => is_printable(code) && (code == "ALLOW" || code.starts_with("ALLOW_")),
        Some(_) => false,
    };
    let device_agrees = match device {
        None => true,
        Some(Json::Text(device)) => device == asked,
        Some(_) => false,
    };
    let request_id_is_harmless = match request_id {
        Some(Json::Text(request_id)) => is_printable(request_id),
        _ => true,
    };
    code_agrees && device_agrees && request_id_is_harmless
}

/// A member that takes the yes back, or one that half of the world reads as another.
fn takes_back(members: &[(String, Json)]) -> bool {
    let known = ["ALLOWED", "CODE", "DEVICEID", "ERROR", "REASON", "REQUEST_ID", "REVOKED", "STATUS"];
    let as_written = ["allowed", "code", "deviceId", "error", "reason", "request_id", "revoked", "status"];
    members.iter().any(|(key, value)| match key.as_str() {
        "error" => *value != Json::Null,
        "revoked" => !matches!(value, Json::Null | Json::False),
        _ => {
            let upper: String = key.chars().map(|char| char.to_ascii_uppercase()).collect();
            known.contains(&upper.as_str()) && !as_written.contains(&key.as_str())
        }
    })
}

fn is_printable(text: &str) -> bool {
    (1..=128).contains(&text.chars().count()) && text.chars().all(|char| (' '..='~').contains(&char))
}

fn no_key_twice(json: &Json) -> bool {
    match json {
        Json::Array(items) => items.iter().all(no_key_twice),
        Json::Object(members) => members.iter().enumerate().all(|(number, (key, value))| {
            no_key_twice(value) && members[..number].iter().all(|(earlier, _)| earlier != key)
        }),
        _ => true,
    }
}
