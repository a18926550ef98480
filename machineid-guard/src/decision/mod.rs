//! What the authority said, and the strict decoder of it. Anything that is not plainly a yes is not one.

mod fault;
mod strict_json;
mod token;

use serde_json::{Map, Value};

use crate::identity::DeviceId;

pub use fault::Fault;
pub use token::Token;

pub(crate) use strict_json::object;

/// The authority's answer to one `validate`.
///
/// Only the decoder makes one, so a `Decision` that [is allowed](Decision::verdict) is one that the
/// authority sent for the device that was asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    verdict: Verdict,
    code: Option<Token>,
    request_id: Option<Token>,
    json: Value,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// `"allowed": true`, and nothing in the answer contradicts it.
    Allowed,
    /// `"allowed": false`.
    Denied,
}

impl Decision {
    /// Yes or no.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The authority's code for programs, such as `DEVICE_REVOKED`.
    ///
    /// `None` where the answer had none, or one that is not fit to print (overlong, or with anything
    /// but printable ASCII).
    #[must_use]
    pub fn code(&self) -> Option<&Token> {
        self.code.as_ref()
    }

    /// The authority's correlation id for this answer.
    #[must_use]
    pub fn request_id(&self) -> Option<&Token> {
        self.request_id.as_ref()
    }

    /// The whole answer, as it came.
    #[must_use]
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// Decodes the body of a validate answer.
    ///
    /// A yes needs all of it:
    /// - one JSON object in valid UTF-8 without a repeated key at any depth;
    /// - `allowed` the boolean `true`;
    /// - `code` absent, or `ALLOW`, or `ALLOW_…`;
    /// - `deviceId` absent, or the one that was asked for;
    /// - `error` absent or `null`;
    /// - `revoked` absent, `null` or `false`;
    /// - `code` and `request_id` fit to print;
    /// - no key of its own that is `allowed`, `code`, `deviceId`, `error`, `reason`, `request_id`, `revoked`
    ///   or `status` in another case, such as `Allowed`: some reader takes it for that one.
    ///
    /// A no needs `allowed` to be the boolean `false`; nothing beside it can make it anything else.
    ///
    /// This is the body alone. An answer over the wire is a yes only if its status is 200 as well, and its
    /// head does not say that the answer is old: no `Age` but 0, no `Warning` of a cache (110 to 113).
    ///
    /// # Errors
    /// [`Fault::MalformedResponse`] for everything that is neither.
    pub fn decode(body: &[u8], asked: &DeviceId) -> Result<Self, Fault> {
        let object = object(body)?;
        let code = Field::of(&object, "code");
        let request_id = Field::of(&object, "request_id");
        let verdict = match object.get("allowed") {
            Some(Value::Bool(false)) => Verdict::Denied,
            Some(Value::Bool(true)) if supports_yes(&object, &code, &request_id, asked) => Verdict::Allowed,
            _ => return Err(Fault::MalformedResponse),
        };
        Ok(Self { verdict, code: code.token(), request_id: request_id.token(), json: Value::Object(object) })
    }
}

/// Whether everything beside `"allowed": true` agrees with it.
fn supports_yes(object: &Map<String, Value>, code: &Field, request_id: &Field, asked: &DeviceId) -> bool {
    let code_agrees = match code {
        Field::Absent => true,
        Field::Fit(code) => code.as_str() == "ALLOW" || code.as_str().starts_with("ALLOW_"),
        Field::OtherType | Field::Unfit => false,
    };
    let device_agrees = match object.get("deviceId") {
        None => true,
        Some(Value::String(device)) => device == asked.as_str(),
        Some(_) => false,
    };
    // The correlation id decides nothing, so an oddly typed one is only lost. One that could forge a
    // log line is a sign that the answer is not the authority's.
    code_agrees && device_agrees && !matches!(request_id, Field::Unfit) && !contradicts_yes(object)
}

/// The fields that an answer is known to have, as far as they may say something about the yes.
const KNOWN: [&str; 8] = ["allowed", "code", "deviceId", "error", "reason", "request_id", "revoked", "status"];

fn contradicts_yes(object: &Map<String, Value>) -> bool {
    let failed = !matches!(object.get("error"), None | Some(Value::Null));
    let revoked = !matches!(object.get("revoked"), None | Some(Value::Null | Value::Bool(false)));
    // Many languages read keys without regard to case: what is a yes here would be a no there.
    let has_twin = |key: &str| KNOWN.iter().any(|known| key != *known && key.eq_ignore_ascii_case(known));
    failed || revoked || object.keys().any(|key| has_twin(key))
}

/// A short text field of the answer.
enum Field {
    Absent,
    OtherType,
    Unfit,
    Fit(Token),
}

impl Field {
    fn of(object: &Map<String, Value>, key: &str) -> Self {
        match object.get(key) {
            None => Self::Absent,
            Some(Value::String(text)) => Token::new(text).map_or(Self::Unfit, Self::Fit),
            Some(_) => Self::OtherType,
        }
    }

    fn token(self) -> Option<Token> {
        match self {
            Self::Fit(token) => Some(token),
            Self::Absent | Self::OtherType | Self::Unfit => None,
        }
    }
}
