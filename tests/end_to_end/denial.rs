//! A denial says all of it everywhere: the error, its text, its JSON, the sentence for the model and the
//! log line carry boundary, surface, device, code and request id, and none of them the org key.

use machineid_guard::local::{Endpoint, LocalAuthority};
use machineid_guard::{BoundaryKind, Denied, Fault, Guard, Reason};
use machineid_guard_tests::log_capture::{LogCapture, LogLine};
use serde_json::json;
use tracing::Level;

use crate::agent::{ENTRANCES, Effects, Entrance, KEY};

/// What a denial is expected to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected {
    why: Why,
    registration_error: Option<&'static str>,
}

#[derive(Clone, Copy, Debug)]
enum Why {
    Authority(&'static str),
    Fault(Fault),
}

impl Expected {
    /// The authority said no, with this code.
    pub(crate) const fn authority(code: &'static str) -> Self {
        Self { why: Why::Authority(code), registration_error: None }
    }

    /// There was no answer.
    pub(crate) const fn fault(fault: Fault) -> Self {
        Self { why: Why::Fault(fault), registration_error: None }
    }

    /// … and the authority had refused to register the device.
    pub(crate) const fn after_refusal(mut self, error: &'static str) -> Self {
        self.registration_error = Some(error);
        self
    }

    fn code(self) -> &'static str {
        match self.why {
            Why::Authority(code) => code,
            Why::Fault(fault) => fault.code(),
        }
    }

    fn is_reason(self, reason: &Reason) -> bool {
        match (self.why, reason) {
            (Why::Authority(code), Reason::Authority(token)) => token == code,
            (Why::Fault(fault), Reason::Fault(found)) => *found == fault,
            _ => false,
        }
    }

    fn reason_text(self) -> String {
        match self.why {
            Why::Authority(code) => format!("the authority said no: {code}"),
            Why::Fault(fault) => fault.to_string(),
        }
    }

    /// A no of the authority carries the id under which the authority knows it.
    fn request_id(self, authority: &LocalAuthority, device: &str) -> Option<String> {
        let Why::Authority(code) = self.why else { return None };
        let requests = authority.requests();
        let of_device = |endpoint, known| endpoint == Endpoint::Validate && known == Some(device);
        let last = requests.iter().rfind(|request| of_device(request.endpoint(), request.device_id()));
        let last = last.expect("the authority was asked");
        assert_eq!(last.code(), code);
        Some(last.request_id().to_owned())
    }
}

/// Tries every entrance.
pub(crate) fn assert_all_denied(guard: &Guard, authority: &LocalAuthority, expected: Expected) {
    for entrance in &ENTRANCES {
        assert_denied(entrance, guard, authority, expected);
    }
}

pub(crate) fn assert_denied(entrance: &Entrance, guard: &Guard, authority: &LocalAuthority, expected: Expected) {
    let effects = Effects::default();
    let log = LogCapture::on_this_thread();
    let outcome = (entrance.call)(guard, &effects);
    let lines = log.lines();
    drop(log);

    assert_eq!(effects.count(), 0, "{} was denied and its body ran", entrance.name);
    let denied = outcome.expect_err(entrance.name);
    let request_id = expected.request_id(authority, entrance.device());
    assert_fields(&denied, entrance, expected, request_id.as_deref());
    assert_text(&denied, entrance, expected, request_id.as_deref());
    assert_json(&denied, entrance, expected, request_id.as_deref());
    assert_agent_message(&denied, entrance, expected);
    assert_log(&lines, &denied, entrance);
    for text in [denied.to_string(), format!("{denied:#?}"), format!("{lines:?}"), denied.agent_message()] {
        assert!(!text.contains(KEY), "the org key is in {text}");
    }
}

fn assert_fields(denied: &Denied, entrance: &Entrance, expected: Expected, request_id: Option<&str>) {
    assert!(expected.is_reason(denied.reason()), "{}: {:?} is not {expected:?}", entrance.name, denied.reason());
    assert_eq!(denied.code(), expected.code());
    assert_eq!(denied.request_id(), request_id);
    assert_eq!(denied.registration_error(), expected.registration_error);
    assert_eq!(denied.boundary().kind().as_str(), entrance.kind);
    assert_eq!(denied.boundary().name(), entrance.name);
    assert_eq!(denied.boundary().surface(), entrance.surface);
    assert_eq!(denied.device_id().map(machineid_guard::DeviceId::as_str), Some(entrance.device()));
    assert_ne!(denied.boundary().kind(), BoundaryKind::Startup);
}

/// `denied at before_side_effect refund (openai-agent:prod:payments:01): DEVICE_REVOKED, request fbf77ff5-…`
fn assert_text(denied: &Denied, entrance: &Entrance, expected: Expected, request_id: Option<&str>) {
    let place = format!("denied at {} {} ({})", entrance.kind, entrance.name, entrance.device());
    let refused = expected.registration_error.map(|error| format!(", registration refused: {error}"));
    let request = request_id.map(|id| format!(", request {id}"));
    let code = expected.code();
    assert_eq!(
        denied.to_string(),
        format!("{place}: {code}{}{}", refused.unwrap_or_default(), request.unwrap_or_default())
    );
}

fn assert_json(denied: &Denied, entrance: &Entrance, expected: Expected, request_id: Option<&str>) {
    let json = serde_json::to_value(denied).expect("a denial is plain data");
    assert_eq!(
        json,
        json!({
            "boundary": entrance.kind,
            "name": entrance.name,
            "surface": entrance.surface,
            "device_id": entrance.device(),
            "code": expected.code(),
            "reason": expected.reason_text(),
            "request_id": request_id,
            "registration_error": expected.registration_error,
        })
    );
}

fn assert_agent_message(denied: &Denied, entrance: &Entrance, expected: Expected) {
    let message = denied.agent_message();
    // What comes before a checkpoint has run.
    let state = if entrance.kind == "checkpoint" { "STOPPED before it was finished" } else { "NOT run" };
    assert!(message.contains(&format!("`{}` was {state}", entrance.name)), "{message}");
    assert!(message.contains("do not try it again"), "{message}");
    assert!(message.contains(expected.code()), "{message}");
    assert_eq!(message.matches(". ").count() + message.matches('\n').count(), 0, "not one sentence: {message}");
}

fn assert_log(lines: &[LogLine], denied: &Denied, entrance: &Entrance) {
    let [line] = lines else { panic!("{} was logged {} times", entrance.name, lines.len()) };
    assert_eq!(line.level(), Level::WARN);
    assert_eq!(line.field("boundary"), Some(entrance.kind));
    assert_eq!(line.field("name"), Some(entrance.name));
    assert_eq!(line.field("surface"), entrance.surface);
    assert_eq!(line.field("device"), Some(entrance.device()));
    assert_eq!(line.field("code"), Some(denied.code()));
    assert_eq!(line.field("request_id"), denied.request_id());
    assert_eq!(line.field("message"), Some(denied.to_string().as_str()));
}
