//! What the relay says itself: never a yes.

use hyper::StatusCode;
use machineid_guard::Fault;

/// Why a question is not passed on, or has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Refusal {
    /// It is neither register nor validate, as they are in the contract.
    Call,
    /// The body is not `{"deviceId":"…"}`.
    Body,
    /// A key or a token, where the socket's permissions say who may ask.
    Key,
    /// No agent has this token, or there is none.
    Token,
    /// The device is not one that this agent may ask for.
    Device,
    /// There is no answer of the authority.
    Failed(Fault),
}

impl Refusal {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Call | Self::Device => StatusCode::FORBIDDEN,
            Self::Body | Self::Key => StatusCode::BAD_REQUEST,
            Self::Token => StatusCode::UNAUTHORIZED,
            Self::Failed(Fault::Timeout) => StatusCode::GATEWAY_TIMEOUT,
            Self::Failed(_) => StatusCode::BAD_GATEWAY,
        }
    }

    /// A no for a reader of either call. Only a refusal of the relay's own has a code: what is one of the authority's, or
    /// none at all, shall not look like it.
    pub(super) fn body(self) -> String {
        let word = match self {
            Self::Call => "CALL_NOT_PASSED_ON",
            Self::Body => "BODY_NOT_UNDERSTOOD",
            Self::Key => "KEY_NOT_WANTED",
            Self::Token => "TOKEN_UNKNOWN",
            Self::Device => "DEVICE_NOT_ALLOWED",
            Self::Failed(fault) => {
                return format!(r#"{{"allowed":false,"error":"relay_{}"}}"#, fault.code().to_lowercase());
            }
        };
        format!(r#"{{"allowed":false,"code":"RELAY_{word}","error":"relay_{}"}}"#, word.to_lowercase())
    }

    /// For the operator.
    pub(super) fn why(self) -> String {
        match self {
            Self::Call => "not passed on: a call that is neither register nor validate".to_owned(),
            Self::Body => "not passed on: a body that is not {\"deviceId\":\"…\"}".to_owned(),
            Self::Key => "not passed on: an agent that has a key, and needs none here".to_owned(),
            Self::Token => "not passed on: no agent has this token".to_owned(),
            Self::Device => "not passed on: a device that --allow, or the agent's line, does not allow".to_owned(),
            Self::Failed(fault) => fault.to_string(),
        }
    }
}
