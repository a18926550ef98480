//! What an agent asked, read and made anew: nothing of its bytes goes any further.

use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper::Method;
use hyper::body::Incoming;
use hyper::http::request::Parts;
use machineid_guard::{DeviceId, Question};
use serde::Deserialize;

use crate::relay::refusal::Refusal;

/// The largest body that is read, in bytes: the longest device id, with each character escaped.
const LARGEST_BODY: usize = 4096;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Body {
    device_id: String,
}

/// One of the two calls, exactly as the contract has it.
pub(super) fn question(head: &Parts) -> Result<Question, Refusal> {
    let uri = &head.uri;
    let is_plain = head.method == Method::POST && uri.authority().is_none() && uri.query().is_none();
    let called = [Question::Register, Question::Validate].into_iter().find(|question| question.path() == uri.path());
    called.filter(|_| is_plain).ok_or(Refusal::Call)
}

/// The device, whatever else the body may be.
pub(super) async fn device(body: Incoming) -> Result<DeviceId, Refusal> {
    let whole = Limited::new(body, LARGEST_BODY).collect().await.map_err(|_| Refusal::Body)?;
    // What came behind the body is not looked at, and not passed on.
    read(&whole.to_bytes()).ok_or(Refusal::Body)
}

fn read(body: &Bytes) -> Option<DeviceId> {
    // A list of the fields would be taken for an object as well.
    let is_object = body.trim_ascii_start().first() == Some(&b'{');
    let body: Body = serde_json::from_slice(body).ok().filter(|_| is_object)?;
    DeviceId::new(body.device_id).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device_in(body: &str) -> Option<String> {
        read(&Bytes::copy_from_slice(body.as_bytes())).map(|device| device.to_string())
    }

    #[test]
    fn a_body_of_one_device_and_nothing_else_is_understood() {
        for body in
            [r#"{"deviceId":"a:b:c:d"}"#, " {\n\"deviceId\" : \" a:b:c:d \"} ", r#"{"deviceId":"\u0061:b:c:d"}"#]
        {
            assert_eq!(device_in(body).as_deref(), Some("a:b:c:d"), "{body}");
        }
    }

    #[test]
    fn every_other_body_is_refused() {
        for body in [
            "",
            "{}",
            "null",
            r#""a:b:c:d""#,
            r#"["a:b:c:d"]"#,
            r#"{"deviceId":""}"#,
            r#"{"deviceId":1}"#,
            r#"{"deviceId":["a"]}"#,
            r#"{"deviceID":"a"}"#,
            r#"{"deviceId":"a","deviceId":"b"}"#,
            r#"{"deviceId":"a","device\u0049d":"b"}"#,
            r#"{"deviceId":"a","force":true}"#,
            r#"{"deviceId":"a"}{"deviceId":"b"}"#,
            r#"{"deviceId":"a\nb"}"#,
            "deviceId=a",
        ] {
            assert_eq!(device_in(body), None, "{body}");
        }
    }
}
