//! The lies that somebody thought of, by hand.

use std::fmt::Write;

use crate::bodies::ASKED;
use crate::oracle::{Said, decoded, expected};
use machineid_guard::{Decision, DeviceId};

fn not_a_yes() -> Vec<Vec<u8>> {
    let texts = [
        "",
        " ",
        "true",
        "\"allowed\"",
        "null",
        "1",
        "{}",
        "[]",
        r#"{"allowed":"true"}"#,
        r#"{"allowed":"True"}"#,
        r#"{"allowed":1}"#,
        r#"{"allowed":1.0}"#,
        r#"{"allowed":null}"#,
        r#"{"allowed":[true]}"#,
        r#"{"allowed":{"value":true}}"#,
        r#"{"allowed":True}"#,
        r#"{"data":{"allowed":true}}"#,
        r#"{"code":"ALLOW"}"#,
        r#"{"Allowed":true}"#,
        r#"{"ALLOWED":true}"#,
        r#"{"allowed ":true}"#,
        r#"{" allowed":true}"#,
        r#"{"allowed\u0000":true}"#,
        r"{'allowed':true}",
        r"{allowed:true}",
        "{\"\u{430}llowed\":true}",
        "{\"a\u{200b}llowed\":true}",
        "\u{feff}{\"allowed\":true}",
        r#"{"allowed":true,"limit":NaN}"#,
        r#"{"allowed":true,"limit":Infinity}"#,
        r#"{"allowed":true,"limit":1e999}"#,
        r#"{"allowed":true,}"#,
        r#"{"allowed":true"#,
        r#"{"allowed":true}x"#,
        r#"{"allowed":true}}"#,
        r#"{"allowed":true}{"allowed":true}"#,
        "{\"allowed\":true}\n{\"allowed\":false}",
        "{\"allowed\":true}\0",
        r#"{"allowed":true/**/}"#,
        r#"[true,"ALLOW"]"#,
        r"[true]",
        r#"[{"allowed":true}]"#,
        r#"{"allowed":false,"allowed":true}"#,
        r#"{"allowed":true,"allowed":true}"#,
        r#"{"allowed":true,"allowed":false}"#,
        r#"{"allowed":false,"\u0061llowed":true}"#,
        r#"{"\u0061llowed":true,"allowed":true}"#,
        r#"{"allowed":true,"x":{"a":1,"a":1}}"#,
        r#"{"allowed":true,"x":[[{"a":1,"\u0061":1}]]}"#,
        r#"{"allowed":true,"code":"DEVICE_REVOKED"}"#,
        r#"{"allowed":true,"code":"ALLOWED"}"#,
        r#"{"allowed":true,"code":"allow"}"#,
        r#"{"allowed":true,"code":""}"#,
        r#"{"allowed":true,"code":" ALLOW"}"#,
        r#"{"allowed":true,"code":null}"#,
        r#"{"allowed":true,"code":1}"#,
        r#"{"allowed":true,"code":["ALLOW"]}"#,
        r#"{"allowed":true,"code":"ALLOW\n"}"#,
        "{\"allowed\":true,\"code\":\"ALLOW_\u{202e}\"}",
        r#"{"allowed":true,"deviceId":"another"}"#,
        r#"{"allowed":true,"deviceId":null}"#,
        r#"{"allowed":true,"deviceId":["openai-agent:prod:payments:01"]}"#,
        r#"{"allowed":true,"deviceId":"OPENAI-AGENT:prod:payments:01"}"#,
        r#"{"allowed":true,"request_id":""}"#,
        r#"{"allowed":true,"request_id":"a\r\nlevel=INFO allowed"}"#,
        r#"{"allowed":true,"x":"\ud800"}"#,
        "{\"allowed\":true,\"x\":\"\t\"}",
        "{\u{a0}\"allowed\":true}",
        r#"{"allowed":true,"x":01}"#,
    ];
    let mut bodies: Vec<Vec<u8>> = texts.into_iter().chain(taken_back()).map(|text| text.as_bytes().to_vec()).collect();
    bodies.extend([
        b"{\"allowed\":true,\"x\":\"\xff\"}".to_vec(),
        b"{\"allowed\":true,\"x\":\"\xed\xa0\x80\"}".to_vec(),
        b"{\"allowed\":true,\"x\":\"\xc0\xaf\"}".to_vec(),
        b"\xff\xfe{\0\"\0".to_vec(),
        format!("{{\"allowed\":true,\"code\":\"ALLOW_{}\"}}", "x".repeat(123)).into_bytes(),
        format!("{{\"allowed\":true,\"request_id\":\"{}\"}}", "x".repeat(129)).into_bytes(),
        format!("{{\"allowed\":true,\"x\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000)).into_bytes(),
        "[".repeat(200_000).into_bytes(),
        "{\"allowed\":".repeat(200_000).into_bytes(),
        r#"{"allowed":true}"#.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ]);
    bodies
}

/// Yeses that something beside them takes back.
fn taken_back() -> Vec<&'static str> {
    vec![
        r#"{"allowed":true,"error":"device_revoked"}"#,
        r#"{"allowed":true,"error":""}"#,
        r#"{"allowed":true,"error":false}"#,
        r#"{"allowed":true,"error":{}}"#,
        r#"{"allowed":true,"error":[]}"#,
        r#"{"allowed":true,"\u0065rror":"device_revoked"}"#,
        r#"{"allowed":true,"revoked":true}"#,
        r#"{"allowed":true,"revoked":"false"}"#,
        r#"{"allowed":true,"revoked":0}"#,
        r#"{"allowed":true,"revoked":"2026-01-01T00:00:00Z"}"#,
        r#"{"allowed":true,"Allowed":true}"#,
        r#"{"allowed":true,"Allowed":false}"#,
        r#"{"ALLOWED":false,"allowed":true}"#,
        r#"{"allowed":true,"\u0041llowed":false}"#,
        r#"{"allowed":true,"Code":"DEVICE_REVOKED"}"#,
        r#"{"allowed":true,"code":"ALLOW","CODE":"ALLOW"}"#,
        r#"{"allowed":true,"deviceID":"openai-agent:prod:payments:01"}"#,
        r#"{"allowed":true,"deviceid":"another"}"#,
        r#"{"allowed":true,"Request_Id":"r-1"}"#,
        r#"{"allowed":true,"Error":null}"#,
        r#"{"allowed":true,"REVOKED":false}"#,
        r#"{"allowed":true,"Status":"ok"}"#,
        r#"{"allowed":true,"Reason":"none"}"#,
    ]
}

fn yes() -> Vec<Vec<u8>> {
    let mut many_members = String::from("{\"allowed\":true");
    for number in 0..1000 {
        write!(many_members, ",\"x{number}\":{number}").unwrap();
    }
    let texts = [
        r#"{"allowed":true}"#.to_owned(),
        r#"{"\u0061llowed": true}"#.to_owned(),
        " \t\r\n{ \"allowed\" : true } \n".to_owned(),
        r#"{"allowed":true,"code":"ALLOW"}"#.to_owned(),
        r#"{"allowed":true,"code":"ALLOW_GRACE","request_id":7}"#.to_owned(),
        format!(r#"{{"allowed":true,"deviceId":"{ASKED}"}}"#),
        format!("{{\"allowed\":true,\"code\":\"ALLOW_{}\"}}", "x".repeat(122)),
        r#"{"allowed":true,"status":"ok","reason":"snowman ☃","x":[1,2,{"allowed":false}]}"#.to_owned(),
        r#"{"allowed":true,"error":null,"revoked":false}"#.to_owned(),
        r#"{"allowed":true,"revoked":null,"requestId":"r-1","device_id":"another","Allowed ":false}"#.to_owned(),
        // A letter that only Unicode takes for another case of `s`, and a field of a field.
        "{\"allowed\":true,\"\u{17f}tatus\":1,\"x\":{\"Allowed\":false,\"error\":1,\"revoked\":true}}".to_owned(),
        many_members + "}",
    ];
    texts.into_iter().map(String::into_bytes).collect()
}

/// The slow parser recurses, so the deepest rows need a deep stack of it; the decoder needs none.
#[test]
fn no_lie_is_a_yes_and_no_yes_is_lost() {
    let asked = DeviceId::new(ASKED).unwrap();
    let (lies, truths) = (not_a_yes(), yes());
    let mut wrong = Vec::new();
    for body in lies.iter().chain(&truths) {
        let said = decoded(body, &asked);
        assert_eq!(said, expected(body, ASKED), "for {:?}", String::from_utf8_lossy(body));
        let is_yes = matches!(said, Said::Yes { .. });
        if is_yes != truths.contains(body) {
            wrong.push(String::from_utf8_lossy(body).into_owned());
        }
    }
    println!("by hand: {} bodies that are not a yes, {} that are, wrong {}", lies.len(), truths.len(), wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_no_stays_a_no_and_loses_what_is_not_fit_to_print() {
    let asked = DeviceId::new(ASKED).unwrap();
    let long = "x".repeat(129);
    for ugly in ["a\\nb", "\\u202e", "\\u0000", "", "ä", long.as_str()] {
        let body = format!(r#"{{"allowed":false,"code":"{ugly}","request_id":"{ugly}","deviceId":"another"}}"#);
        assert_eq!(decoded(body.as_bytes(), &asked), Said::No { code: None, request_id: None }, "{body}");
    }
}

#[test]
fn a_no_that_contradicts_itself_is_a_no_with_its_code() {
    let asked = DeviceId::new(ASKED).unwrap();
    for beside in [r#""error":"x""#, r#""revoked":true"#, r#""Allowed":true"#, r#""CODE":"ALLOW""#] {
        let body = format!(r#"{{"allowed":false,"code":"DEVICE_REVOKED","request_id":"r-1",{beside}}}"#);
        let no = Said::No { code: Some("DEVICE_REVOKED".to_owned()), request_id: Some("r-1".to_owned()) };
        assert_eq!(decoded(body.as_bytes(), &asked), no, "{body}");
        assert_eq!(expected(body.as_bytes(), ASKED), no, "{body}");
    }
}

#[test]
fn the_answer_is_kept_as_it_came() {
    let asked = DeviceId::new(ASKED).unwrap();
    let body = r#"{"allowed":true,"none":null,"on":false,"below":-3,"above":7,"half":0.5,"text":"\u0061","list":[1,{"a":[]}]}"#;
    let kept: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(Decision::decode(body.as_bytes(), &asked).unwrap().json(), &kept);
}

#[test]
fn a_token_is_its_text_and_no_other() {
    let asked = DeviceId::new(ASKED).unwrap();
    let decision = Decision::decode(br#"{"allowed":false,"code":"DEVICE_REVOKED"}"#, &asked).unwrap();
    let code = decision.code().unwrap();
    assert!(*code == *"DEVICE_REVOKED" && *code == "DEVICE_REVOKED");
    assert!(*code != *"PLAN_FROZEN" && *code != "PLAN_FROZEN");
}
